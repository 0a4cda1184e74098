import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { bytes, count, plural } from "../lib/format";
import { zone } from "../lib/zone";
import { saveLabel } from "./forms";
import type { Save } from "./use-save";

interface Props {
  saving: Save;
  /** "90 findings" */
  what: string;
  /** The form's name. */
  title: string;
  /** What was chosen by; "" for all. */
  words: string;
  events: boolean;
  /** Files whose hashes are waited for. */
  unhashed: number;
  files: number;
  ready: boolean;
  onSave(): void;
}

/** What the file will say of itself, how far it is, and the button that makes it. */
export function Footer({ saving, what, title, words, events, unhashed, files, ready, onSave }: Props): JSX.Element {
  const { saving: now } = saving;
  const busy = now.state === "busy";
  return (
    <footer class="export-foot">
      <dl class="export-facts">
        <div>
          <dt>Times</dt>
          {/* Events leave as their log has them. */}
          <dd id="export-zone">{events ? "UTC" : zone()}</dd>
        </div>
        <div>
          <dt>Filter</dt>
          <dd id="export-filter">{words === "" ? "none" : <LogText text={words} most={240} />}</dd>
        </div>
        {unhashed > 0 && (
          <div>
            <dt>File hashes</dt>
            <dd id="export-hashes">
              {count(unhashed)} of {plural(files, "file")} still being computed; saving waits for {unhashed === 1 ? "it" : "them"}
            </dd>
          </div>
        )}
      </dl>
      <div class="export-act">
        <p role="status" id="export-status" class={now.state === "failed" ? "bad" : ""} data-state={now.state}>
          {busy && (
            <>
              {now.of > 1 && <progress max={now.of} value={now.done} aria-label="Parts written" />}
              <span>
                {now.text}
                {now.of > 1 ? `: part ${count(now.done)} of ${count(now.of)}` : "…"}
              </span>
            </>
          )}
          {now.state === "saved" && (
            <>
              <Icon name="check" />
              <span>
                {now.name}, {bytes(now.bytes)}
              </span>
            </>
          )}
          {now.state === "failed" && (
            <>
              <Icon name="warning" />
              <span>
                It could not be saved: <LogText text={now.message} most={400} />
              </span>
            </>
          )}
        </p>
        {busy && (
          <button
            type="button"
            class="button"
            id="export-cancel"
            onClick={() => {
              saving.cancel();
              document.getElementById("export-save")?.focus();
            }}
          >
            Cancel
          </button>
        )}
        {/* It keeps the focus while it is at work. */}
        <button type="button" class="button primary" id="export-save" aria-disabled={busy || !ready} onClick={onSave}>
          <Icon name="download" />
          {saveLabel(what, title)}
        </button>
      </div>
    </footer>
  );
}
