import type { JSX } from "preact";
import { count } from "../lib/format";
import { useSelect } from "../state/store";
import { FileTable } from "./file-table";
import { RejectTable } from "./reject-table";

/** The account of every record of every file. */
export function LogView(): JSX.Element | null {
  const report = useSelect((s) => s.result?.report);
  if (!report) return null;
  const { log } = report;
  const rejecting = log.files.filter((f) => f.rejected > 0);
  return (
    <div class="page">
      <section class="group">
        <h2>Every record accounted for</h2>
        <p class="sum">
          <Term n={log.records} label="records read" />
          <span class="sign">=</span>
          <Term n={log.events} label="events" />
          <span class="sign">+</span>
          <Term n={log.duplicates} label="duplicates" />
          <span class="sign">+</span>
          <Term n={log.rejected} label="rejected" />
        </p>
        <FileTable files={log.files} />
      </section>
      {rejecting.length > 0 && (
        <section class="group">
          <h2>Rejected records</h2>
          <p class="muted">They are in no finding. Open the file at the line to see what they were.</p>
          {rejecting.map((file) => (
            <RejectTable file={file} />
          ))}
        </section>
      )}
      <section class="group">
        <h2>What no export shows</h2>
        <ul class="plain-list prose">
          <li>Events older than 90 days: Okta no longer has them.</li>
          <li>Events that a search on the System Log page filtered out, and those beyond the export's limit. Neither leaves a trace in the file.</li>
          <li>In the console's CSV: devices, risk, proxies and network owners, and targets after the fourth.</li>
        </ul>
      </section>
    </div>
  );
}

function Term({ n, label }: { n: number; label: string }): JSX.Element {
  return (
    <span class="term">
      <b>{count(n)}</b> {label}
    </span>
  );
}
