import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { EventRow, Failure } from "../../engine/types";
import { Problem } from "../components/problem";
import { count, plural } from "../lib/format";
import { zone } from "../lib/zone";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import { EvidenceRow } from "./evidence-row";

const perPage = 50;
const columns = () => [`Time, ${zone()}`, "Event", "Outcome", "Actor and agent", "Address and place", "Record"];

/** The events that a finding rests on, in order of time. */
export function Evidence({ uuids }: { uuids: readonly string[] }): JSX.Element {
  const controller = useController();
  const [page, setPage] = useState(0);
  const [rows, setRows] = useState<readonly EventRow[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [raw, setRaw] = useState("");
  const pages = Math.max(1, Math.ceil(uuids.length / perPage));
  const from = page * perPage;
  const asked = uuids.slice(from, from + perPage);
  useEffect(() => {
    let stale = false;
    setFailure(null);
    controller.events(asked).then(
      (found) => !stale && setRows(found),
      (reason: unknown) => !stale && setFailure(failureOf(reason)),
    );
    return () => {
      stale = true;
    };
    // By value: an analysis with other parameters makes an equal list anew.
  }, [asked.join()]);
  if (failure) return <Problem what="The events could not be read" failure={failure} />;
  if (!rows) return <p class="placeholder">Reading {plural(asked.length, "event")}…</p>;
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Evidence events">
        <table class="evidence">
          <thead>
            <tr>
              {columns().map((title) => (
                <th scope="col">{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <EvidenceRow
                key={row.uuid}
                row={row}
                before={rows[i - 1]}
                open={raw === row.uuid}
                columns={columns().length}
                onToggle={() => setRaw(raw === row.uuid ? "" : row.uuid)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < asked.length && (
        <p class="hint">{plural(asked.length - rows.length, "event")} of this page could not be found in the log.</p>
      )}
      {rows.length > 1 && (
        <p class="hint legend">
          <span class="changed">Marked</span> values differ from the event before.
        </p>
      )}
      {pages > 1 && (
        <nav class="pager" aria-label="Pages of evidence">
          <button type="button" class="button small" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Earlier
          </button>
          <span role="status">
            {count(from + 1)} to {count(from + asked.length)} of {count(uuids.length)}
          </span>
          <button type="button" class="button small" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            Later
          </button>
        </nav>
      )}
    </>
  );
}
