import type { JSX } from "preact";
import type { Sort } from "./use-answer";
import { zone } from "../lib/zone";
import { ColumnEdge } from "./column-edge";
import { timeField } from "./columns";
import { cellId } from "./grid-row";
import type { Placed } from "./layout";

interface Props {
  /** The columns in view. */
  columns: readonly Placed[];
  gutter: number;
  height: number;
  sort: Sort | null;
  /** A rem in px. */
  rem: number;
  /** The column that the keyboard is on, and whether it is here or below. */
  active: number;
  here: boolean;
  onSort(field: string): void;
  /** Sets the width of a column, in rem; null gives all of them the usual ones. */
  onWidth(field: string, width: number | null): void;
}

/** The titles of the columns; a click sorts by one. */
export function GridHead({ columns, gutter, height, rem, sort, active, here, onSort, onWidth }: Props): JSX.Element {
  // Without an order of its own a result is in order of time.
  const sorted = sort ?? { field: timeField, descending: false };
  return (
    <div role="rowgroup" class="event-head">
      <div role="row" class="event-row" aria-rowindex={1} style={{ height: `${height}px` }}>
        <span role="columnheader" class="event-number" aria-colindex={1} style={{ width: `${gutter}px` }}>
          #
        </span>
        {columns.map((column, i) => {
          const orders = column.field === sorted.field;
          const zoned = column.field === timeField ? `, ${zone()}` : "";
          return (
            <span
              role="columnheader"
              id={cellId(-1, column.index)}
              key={column.field}
              class={`event-cell head ${orders ? "sorted" : ""} ${here && column.index === active ? "active" : ""}`}
              aria-colindex={column.index + 2}
              aria-label={column.title + zoned}
              aria-sort={orders ? (sorted.descending ? "descending" : "ascending") : "none"}
              data-head={column.field}
              title={`Sort by ${column.title.toLowerCase()} (s)`}
              style={{ width: `${column.px}px`, ...(i === 0 ? { marginLeft: `${column.before}px` } : {}) }}
              onClick={() => onSort(column.field)}
            >
              {column.title}
              {zoned && <span class="zone">{zoned}</span>}
              {orders && <span class="arrow" aria-hidden="true">{sorted.descending ? " ↓" : " ↑"}</span>}
              <ColumnEdge column={column} rem={rem} active={column.index === active} onWidth={(width) => onWidth(column.field, width)} />
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
