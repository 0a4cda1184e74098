import type { JSX } from "preact";
import { pick } from "../../shell/frame";
import { Icon, Mark } from "../components/icon";
import { useDispatch } from "../state/store";
import { Downloads } from "./downloads";
import { Tabs } from "./tabs";

/** The tool's name, the views, and what can be done with a log. */
export function TopBar(): JSX.Element {
  const dispatch = useDispatch();
  return (
    <header class="top-bar">
      <div class="brand">
        <Mark />
        <h1>Okta Session Analyzer</h1>
      </div>
      <Tabs />
      <div class="actions">
        <button type="button" class="button" id="open" title="Open files (o)" onClick={() => pick("replace")}>
          <Icon name="open" />
          Open
        </button>
        <button type="button" class="button" id="add" title="Add files to the log (a)" onClick={() => pick("add")}>
          <Icon name="add" />
          Add
        </button>
        <Downloads />
        <button
          type="button"
          class="button quiet"
          id="show-keys"
          aria-label="? Keys"
          title="Keys (?)"
          onClick={() => dispatch({ type: "keys", shown: true })}
        >
          ?
        </button>
      </div>
    </header>
  );
}
