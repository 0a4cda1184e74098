import type { JSX } from "preact";
import { pick } from "../../shell/frame";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { plural } from "../lib/format";
import { useSelect } from "../state/store";

/** Stands where something needs the log, and a saved report was opened without it. */
export function NeedsLog({ what }: { what: string }): JSX.Element {
  return (
    <div class="needs-log" data-needs-log>
      <Icon name="file" />
      <h2>{what}</h2>
      <p class="muted">
        A saved report holds the findings and what was made of them, not the events. Open the log that it is of: what was made of
        its findings goes on.
      </p>
      <OpenLog />
    </div>
  );
}

function OpenLog(): JSX.Element {
  return (
    <button type="button" class="button" onClick={() => pick("replace")}>
      <Icon name="open" />
      Open its log
    </button>
  );
}

/** Says that a saved report is on screen, and what of it. */
export function SavedBanner(): JSX.Element | null {
  const result = useSelect((s) => s.result);
  if (result?.saved === undefined) return null;
  const { view, findings, tool, log } = result.report;
  return (
    <section class="saved-banner" id="saved-report" aria-label="Saved report">
      <Icon name="file" />
      <p>
        <strong>
          Saved report <LogText text={result.saved} most={100} />
        </strong>{" "}
        of {plural(log.files.length, "file")}, made by version <LogText text={tool.version} most={40} />
        {view && view.total !== findings.length && `; ${plural(findings.length, "finding")} of ${view.total}`}
        {view?.filter && (
          <>
            , chosen by: <LogText text={view.filter} most={200} />
          </>
        )}
        {view?.redacted && "; redacted, pseudonyms stand for people, addresses and sessions"}. Its events, records, sessions and the
        map need the log.
      </p>
      <OpenLog />
    </section>
  );
}
