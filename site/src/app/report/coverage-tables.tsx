import type { JSX } from "preact";
import type { Coverage } from "../../engine/types";
import { stepName, table } from "../lib/coverage";
import { count } from "../lib/format";
import { stretch } from "../lib/time";
import { zone } from "../lib/zone";

/** The tables behind the coverage strip: its gaps, and its bars. */
export function CoverageTables({ coverage }: { coverage: Coverage }): JSX.Element {
  const { hours, gaps } = coverage;
  const { columns, rows } = table(hours);
  const apart = hours.before + hours.after;
  return (
    <>
      {gaps.length > 0 && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Gaps">
          <table id="coverage-gaps">
            <caption>Stretches without events that are unusual for this log</caption>
            <thead>
              <tr>
                <th scope="col">From the last event before to the first one after, {zone()}</th>
                <th scope="col" class="number">
                  Hours
                </th>
                <th scope="col" class="number">
                  Usual events
                </th>
                <th scope="col">Files</th>
              </tr>
            </thead>
            <tbody>
              {gaps.map((gap) => (
                <tr>
                  <th scope="row">{stretch(gap.from, gap.to)}</th>
                  <td class="number">{gap.hours.toFixed(1)}</td>
                  <td class="number">{count(gap.expected)}</td>
                  <td>{gap.between_files ? "between two files" : "inside a file"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Events by time">
        <table class="hours" id="coverage-table">
          <caption>
            {/* The engine counts by hours of UTC, whatever the zone. */}
            Events by {stepName(hours.step_hours)}, UTC{apart > 0 && `; without ${count(apart)} dated far apart from all others`}
          </caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" class="number">
                All
              </th>
              {columns.length > 1 &&
                columns.map((at) => (
                  <th scope="col" class="number">
                    {String(at).padStart(2, "0")}
                  </th>
                ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">{row.day}</th>
                <td class="number">{count(row.sum)}</td>
                {columns.length > 1 && row.counts.map((n) => <td class="number">{n === null ? "" : count(n)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
