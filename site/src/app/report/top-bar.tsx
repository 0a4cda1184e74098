import type { JSX } from "preact";
import { pick } from "../../shell/frame";
import { Icon, Mark } from "../components/icon";
import { useDispatch } from "../state/store";
import { panelId } from "../lib/keep-focus";
import { Tabs } from "./tabs";

/** The tool's name, the views, and what can be done with a log. */
export function TopBar(): JSX.Element {
  const dispatch = useDispatch();
  return (
    <header class="top-bar">
      {/* A link would leave the document: its address is relative to the outer one. */}
      <button type="button" class="button skip" id="skip" onClick={() => document.getElementById(panelId)?.focus()}>
        Skip to the view
      </button>
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
        <button
          type="button"
          class="button"
          id="export"
          title="Export (e)"
          onClick={() => dispatch({ type: "dialog", dialog: "export" })}
        >
          <Icon name="download" />
          Export
        </button>
        <button
          type="button"
          class="button quiet"
          id="show-palette"
          aria-label="Commands"
          title="Commands (:)"
          onClick={() => dispatch({ type: "dialog", dialog: "palette" })}
        >
          <Icon name="more" />
        </button>
      </div>
    </header>
  );
}
