import type { JSX } from "preact";
import type { Sort } from "./use-answer";
import { zone } from "../lib/zone";
import { timeField } from "./columns";
import { cellId } from "./grid-row";
import type { Placed } from "./layout";

interface Props {
  /** The columns in view. */
  columns: readonly Placed[];
  gutter: number;
  height: number;
  sort: Sort | null;
  /** The column that the keyboard is on; −1 if it is below. */
  active: number;
  onSort(field: string): void;
}

/** The titles of the columns; a click sorts by one. */
export function GridHead({ columns, gutter, height, sort, active, onSort }: Props): JSX.Element {
  // Without an order of its own a result is in order of time.
  const sorted = sort ?? { field: timeField, descending: false };
  return (
    <div role="rowgroup" class="event-head">
      <div role="row" class="event-row" aria-rowindex={1} style={{ height: `${height}px` }}>
        <span role="columnheader" class="event-number" aria-colindex={1} style={{ width: `${gutter}px` }}>
          #
        </span>
        {columns.map((column, i) => {
          const here = column.field === sorted.field;
          return (
            <span
              role="columnheader"
              id={cellId(-1, column.index)}
              key={column.field}
              class={`event-cell head ${here ? "sorted" : ""} ${column.index === active ? "active" : ""}`}
              aria-colindex={column.index + 2}
              aria-sort={here ? (sorted.descending ? "descending" : "ascending") : "none"}
              data-head={column.field}
              title={`Sort by ${column.title.toLowerCase()} (s)`}
              style={{ width: `${column.px}px`, ...(i === 0 ? { marginLeft: `${column.before}px` } : {}) }}
              onClick={() => onSort(column.field)}
            >
              {column.title}
              {column.field === timeField && <span class="zone">, {zone()}</span>}
              {here && <span class="arrow" aria-hidden="true">{sorted.descending ? " ↓" : " ↑"}</span>}
            </span>
          );
        })}
      </div>
    </div>
  );
}

/** The order after a click on a column: up, then down, then that of time. */
export function nextSort(sort: Sort | null, field: string): Sort | null {
  const now = sort ?? { field: timeField, descending: false };
  if (now.field !== field) return { field, descending: false };
  if (!now.descending) return { field, descending: true };
  return null;
}
