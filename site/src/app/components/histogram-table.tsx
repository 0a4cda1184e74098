import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { QueryHistogram } from "../../engine/query-types";
import { count } from "../lib/format";
import { outcomes, sumAt } from "../lib/stack";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";

interface Props {
  data: QueryHistogram;
  label: string;
  onChoose(step: number): void;
}

/** The histogram as a table: its steps that have events. */
export function HistogramTable({ data, label, onChoose }: Props): JSX.Element {
  const [open, setOpen] = useState(false);
  const step = (data.to - data.from) / data.success.length;
  const rows = open ? data.success.map((_, i) => i).filter((i) => sumAt(data, i) > 0) : [];
  return (
    <details class="histogram-table" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>Table</summary>
      {open && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label={`${label} over time`}>
          <table>
            <thead>
              <tr>
                <th scope="col">From, {zone()}</th>
                {outcomes.map((o) => (
                  <th scope="col" class="number">
                    {o}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((i) => (
                <tr>
                  <th scope="row">
                    <button type="button" class="link" title="Only this stretch" onClick={() => onChoose(i)}>
                      {timeAt(data.from + i * step)}
                    </button>
                  </th>
                  {outcomes.map((o) => (
                    <td class="number">{count(data[o][i]!)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
