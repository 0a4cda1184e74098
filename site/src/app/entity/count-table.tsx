import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { count, plural } from "../lib/format";

export interface CountRow {
  /** Tells the rows apart. */
  key: string;
  /** One cell a column, besides the number. */
  cells: ComponentChildren[];
  count: number;
}

interface Props {
  title: string;
  columns: readonly string[];
  rows: readonly CountRow[];
  /** How many there are in the log, of which the rows are those with the most events. */
  total?: number;
  /** What is counted, as the head of the last column. */
  counted?: string;
  /** What is said where there is nothing. */
  empty?: string;
  note?: string;
  /** No cell holds a link: the table itself takes the focus to be scrolled by keys. */
  plain?: boolean;
}

const shownFirst = 8;

/** Values with their number of events, the most frequent first. */
export function CountTable({ title, columns, rows, total = rows.length, counted = "Events", empty, note, plain }: Props): JSX.Element | null {
  const [all, showAll] = useState(false);
  if (rows.length === 0 && !empty) return null;
  const most = Math.max(1, ...rows.map((r) => r.count));
  const shown = all ? rows : rows.slice(0, shownFirst);
  return (
    <section class="count-table" aria-label={title}>
      <h3>
        {title} <span class="count">{count(total)}</span>
      </h3>
      {rows.length === 0 ? (
        <p class="muted">{empty}</p>
      ) : (
        <div class="table-scroll" {...(plain && { tabIndex: 0, role: "group", "aria-label": title })}>
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th scope="col">{column}</th>
                ))}
                <th scope="col" class="number">
                  {counted}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.key}>
                  {row.cells.map((cell) => (
                    <td>{cell}</td>
                  ))}
                  <td class="number share">
                    <span class="share-bar" style={{ width: `${((row.count / most) * 100).toFixed(1)}%` }} />
                    {count(row.count)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > shownFirst && (
        <button type="button" class="button small" aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? "Show fewer" : `Show all ${count(rows.length)}`}
        </button>
      )}
      {total > rows.length && <p class="hint">The {count(rows.length)} with the most events of {plural(total, "value")}.</p>}
      {note && <p class="hint">{note}</p>}
    </section>
  );
}
