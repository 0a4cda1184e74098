import { Component, type ComponentChildren } from "preact";
import type { Severity } from "../../engine/types";
import { LogText } from "../components/log-text";
import { count } from "../lib/format";
import { plain } from "../lib/text";
import { timeAt } from "../lib/time";
import { timeField } from "./columns";
import type { Placed } from "./layout";
import type { Row, RowCache } from "./row-cache";

interface Props {
  /** The row's number; 0 is the first. */
  at: number;
  /** Absent while it is being fetched. */
  row: Row | undefined;
  cache: RowCache;
  /** The columns in view. */
  columns: readonly Placed[];
  /** The width of the row's number. */
  gutter: number;
  height: number;
  /** The column that the keyboard is on; −1 if it is in another row. */
  active: number;
  open: boolean;
  /** The worst severity of the findings that cite the event. */
  cited: Severity | undefined;
  zone: string;
}

const compared = ["at", "row", "cache", "gutter", "height", "active", "open", "cited", "zone"] as const;

/** The id of a cell, for aria-activedescendant; row −1 is the header. */
export function cellId(row: number, column: number): string {
  return row < 0 ? `event-head-${column}` : `event-${row}-${column}`;
}

/** Results that say that something was not done. */
export const notDone = new Set(["FAILURE", "DENY"]);

/** One event of the table. It renders only when something of it changed. */
export class GridRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { columns } = this.props;
    if (compared.some((key) => this.props[key] !== next[key])) return true;
    return columns.length !== next.columns.length || columns.some((c, i) => c !== next.columns[i]);
  }

  override render({ at, row, cache, columns, gutter, height, active, open, cited }: Props): ComponentChildren {
    return (
      <div
        role="row"
        class={`event-row ${open ? "open" : ""} ${active >= 0 ? "current" : ""} ${row ? "" : "awaited"}`}
        aria-rowindex={at + 2}
        aria-selected={open}
        data-row={at}
        data-uuid={row?.uuid}
        style={{ height: `${height}px` }}
      >
        <span role="rowheader" class={`event-number ${cited ? `cited ${cited}` : ""}`} aria-colindex={1} style={{ width: `${gutter}px` }}>
          {count(at + 1)}
          {cited && <span class="visually-hidden">, evidence of a {cited} finding</span>}
        </span>
        {columns.map((column, i) => (
          <span
            role="gridcell"
            id={cellId(at, column.index)}
            key={column.field}
            class={`event-cell ${column.kind} ${column.index === active ? "active" : ""}`}
            aria-colindex={column.index + 2}
            data-column={column.index}
            style={{ width: `${column.px}px`, ...(i === 0 ? { marginLeft: `${column.before}px` } : {}) }}
          >
            {row && (column.field === timeField || cache.fields.includes(column.field)) ? (
              <Cell kind={column.kind} text={textOf(cache, row, column.field)} />
            ) : (
              <span class="bone" />
            )}
          </span>
        ))}
      </div>
    );
  }
}

/** What a cell holds: the time as it is shown, other values as they are. */
export function textOf(cache: RowCache, row: Row, field: string): string {
  return field === timeField ? timeAt(row.time, "millisecond") : cache.value(row, field);
}

function Cell({ kind, text }: { kind: Placed["kind"]; text: string }): ComponentChildren {
  if (text === "") return <span class="absent">–</span>;
  if (kind === "time") return <time>{text}</time>;
  return (
    <span class={kind === "outcome" && notDone.has(text.toUpperCase()) ? "bad" : undefined} title={text.length > 20 ? plain(text, 600) : undefined}>
      <LogText text={text} most={160} />
    </span>
  );
}
