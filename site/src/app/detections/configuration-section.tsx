import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Report } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { download } from "../lib/download";
import { plural } from "../lib/format";
import { plain } from "../lib/text";
import { useController } from "../state/context";
import { useDispatch, useSelect } from "../state/store";
import { Faults } from "./faults";

const fileName = "okta-session-analyzer-configuration.json";

/** The configuration as a file, and the way back to how it was at first. */
export function ConfigurationSection(_: { report: Report }): JSX.Element {
  const { settings } = useController();
  const refused = useSelect((s) => s.refused);
  const rules = useSelect((s) => s.rules.length);
  // What is in force shows below; these make it render again.
  useSelect((s) => s.configuration);
  useSelect((s) => s.chosen);
  const dispatch = useDispatch();
  const file = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const text = settings.text();
  const plainText = text === "{}\n";
  const load = async (input: HTMLInputElement) => {
    const [chosen] = input.files ?? [];
    // The same file again is a change too.
    if (chosen) await settings.open(chosen);
    input.value = "";
  };
  return (
    <div class="configuration-section">
      <section class="group">
        <h2>As a file</h2>
        <p class="muted prose">
          The browser stores nothing of the settings: they end with the page. Saved as a file they can be loaded again, or dropped on the page
          together with a log; the command line reads the same file with <code>-config</code> and makes the same report. Own rules are in it.
        </p>
        <div class="actions">
          <button type="button" class="button primary" id="configuration-save" onClick={() => download(fileName, "application/json", text)}>
            <Icon name="download" />
            Save as a file
          </button>
          <button type="button" class="button" id="configuration-load" onClick={() => file.current?.click()}>
            <Icon name="open" />
            Load from a file
          </button>
          <input
            ref={file}
            type="file"
            id="configuration-file"
            accept=".json,application/json"
            hidden
            aria-label="A file of a configuration"
            onChange={(e) => void load(e.currentTarget)}
          />
        </div>
        {refused && (
          <div class="refused" id="configuration-refused">
            <p>
              <b>“{plain(refused.name)}” was not loaded</b>, nothing was changed: {plural(refused.errors.length, "error")}.{" "}
              <button type="button" class="link" onClick={() => dispatch({ type: "configuration refused", refused: null })}>
                Dismiss
              </button>
            </p>
            <Faults faults={refused.errors} places />
          </div>
        )}
        <button
          type="button"
          class="button small"
          id="configuration-show"
          aria-expanded={shown}
          aria-controls="configuration-text"
          onClick={() => setShown(!shown)}
        >
          {shown ? "Hide what is in it" : "Show what is in it"}
        </button>
        {shown && (
          <pre class="configuration-text" id="configuration-text" tabIndex={0} role="region" aria-label="The configuration">
            <LogText text={text} most={mostShown} lines />
          </pre>
        )}
      </section>
      <section class="group">
        <h2>Reset</h2>
        <p class="muted prose">
          Thresholds, switches, severities, allow-lists, hours and lists go back to what they are at first.{" "}
          {rules > 0 && `${plural(rules, "own rule file")} ${rules === 1 ? "stays" : "stay"}. `}It can be taken back.
        </p>
        <button type="button" class="button" id="configuration-reset" disabled={plainText} onClick={() => void settings.resetAll()}>
          Reset all
        </button>
      </section>
    </div>
  );
}

/** Lists can be long; the file has all of it. */
const mostShown = 100_000;
