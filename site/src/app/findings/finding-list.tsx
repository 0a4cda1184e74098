import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Finding, Report } from "../../engine/types";
import { count } from "../lib/format";
import { listId } from "../lib/place";
import { useSelect } from "../state/store";
import { FindingDetail } from "./finding-detail";
import { FindingRow } from "./finding-row";

interface Props {
  findings: readonly Finding[];
  report: Report;
  /** The open finding is shown inside the list. */
  inline: boolean;
}

// Rows beyond it cost more to lay out than anybody reads at once.
const step = 200;

/** The ranked list; one of its rows is in the tab order, the keys move between them. */
export function FindingList({ findings, report, inline }: Props): JSX.Element {
  const current = useSelect((s) => s.current);
  const open = useSelect((s) => s.open);
  const [most, setMost] = useState(step);
  const at = findings.findIndex((f) => f.id === current);
  useEffect(() => {
    if (at >= most) setMost(Math.ceil((at + 1) / step) * step);
  }, [at, most]);
  if (findings.length === 0) return <p class="placeholder">No finding passes the filter.</p>;
  const shown = findings.slice(0, Math.max(most, at + 1));
  return (
    <div class="list-scroll">
      <ol class="finding-list" id={listId} aria-label="Findings, worst first">
        {shown.map((f) => (
          <li key={f.id} class={`finding ${f.severity} ${f.id === open ? "open" : ""}`} data-finding={f.id}>
            <FindingRow finding={f} current={f.id === current} open={f.id === open} />
            {inline && f.id === open && <FindingDetail finding={f} report={report} />}
          </li>
        ))}
      </ol>
      {shown.length < findings.length && (
        <button type="button" class="button more" onClick={() => setMost(most + step)}>
          Show more ({count(findings.length - shown.length)} left)
        </button>
      )}
    </div>
  );
}
