import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Finding, Report } from "../../engine/types";
import { count } from "../lib/format";
import { listId } from "../lib/place";
import { grow, type Range } from "../lib/range";
import { useSelect } from "../state/store";
import { FindingDetail } from "./finding-detail";
import { FindingRow } from "./finding-row";

interface Props {
  findings: readonly Finding[];
  report: Report;
  /** The open finding is shown inside the list. */
  inline: boolean;
}

// More rows cost more to lay out than anybody reads at once: 5,000 took a second.
const step = 100;

/** The ranked list; one of its rows is in the tab order, the keys move between them. */
export function FindingList({ findings, report, inline }: Props): JSX.Element {
  const current = useSelect((s) => s.current);
  const open = useSelect((s) => s.open);
  const [wanted, want] = useState<Range>({ from: 0, to: step });
  if (findings.length === 0) return <p class="placeholder">No finding passes the filter.</p>;
  const at = Math.max(0, findings.findIndex((f) => f.id === current));
  const { from, to } = grow(wanted, at, step, findings.length);
  // Kept for the next move, which grows from what is shown now.
  if (from !== wanted.from || to !== wanted.to) want({ from, to });
  return (
    <div class="list-scroll">
      {from > 0 && (
        <button type="button" class="button more" onClick={() => want({ from: Math.max(0, from - step), to })}>
          Show earlier ({count(from)})
        </button>
      )}
      <ol class="finding-list" id={listId} start={from + 1} aria-label="Findings, worst first">
        {findings.slice(from, to).map((f) => (
          <li key={f.id} class={`finding ${f.severity} ${f.id === open ? "open" : ""}`} data-finding={f.id}>
            <FindingRow finding={f} current={f.id === current} open={f.id === open} />
            {inline && f.id === open && <FindingDetail finding={f} report={report} />}
          </li>
        ))}
      </ol>
      {to < findings.length && (
        <button type="button" class="button more" onClick={() => want({ from, to: to + step })}>
          Show more ({count(findings.length - to)})
        </button>
      )}
    </div>
  );
}
