import type { JSX } from "preact";
import type { Report, Severity } from "../../engine/types";
import { count } from "../lib/format";
import { everything, severities } from "../state/filter";
import { useDispatch } from "../state/store";

/** Findings by family of detections and severity. */
export function Families({ report }: { report: Report }): JSX.Element {
  const dispatch = useDispatch();
  const rows = familiesOf(report);
  if (rows.length === 0) return <p class="muted">Nothing was found.</p>;
  return (
    <div class="table-scroll">
      <table class="families">
        <thead>
          <tr>
            <th scope="col">Family</th>
            {severities.map((severity) => (
              <th scope="col" class="number">
                {severity}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ family, counts }) => (
            <tr>
              <th scope="row">
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    dispatch({ type: "filter", filter: { ...everything, family } });
                    dispatch({ type: "view", view: "findings" });
                  }}
                >
                  {family}
                </button>
              </th>
              {severities.map((severity) => (
                <td class={`number ${counts[severity] > 0 ? severity : "nothing"}`}>{counts[severity] > 0 ? count(counts[severity]) : "–"}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Row {
  family: string;
  counts: Record<Severity, number>;
}

/** The families that found something, the worst first. */
function familiesOf(report: Report): Row[] {
  const familyOf = new Map(report.detectors.map((d) => [d.id, d.family]));
  const rows = new Map<string, Row>();
  for (const f of report.findings) {
    const family = familyOf.get(f.detector) ?? "Other";
    let row = rows.get(family);
    if (!row) rows.set(family, (row = { family, counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 } }));
    row.counts[f.severity]++;
  }
  return [...rows.values()].sort((a, b) => {
    for (const s of severities) if (a.counts[s] !== b.counts[s]) return b.counts[s] - a.counts[s];
    return a.family < b.family ? -1 : 1;
  });
}
