import type { JSX } from "preact";
import { LogText } from "../components/log-text";
import { count } from "../lib/format";

/** More are for a program, not for a reader. */
const most = 100;

/** The events that a finding of a saved report rests on: what is known of them without the log. */
export function SavedEvidence({ uuids }: { uuids: readonly string[] }): JSX.Element {
  return (
    <>
      <p class="muted">The events are in the log, which is not open. They are the ones with these UUIDs.</p>
      <ul class="saved-evidence">
        {uuids.slice(0, most).map((uuid) => (
          <li class="mono" data-event={uuid}>
            <LogText text={uuid} most={80} />
          </li>
        ))}
      </ul>
      {uuids.length > most && <p class="hint">The first {count(most)}; the report as JSON has all of them.</p>}
    </>
  );
}
