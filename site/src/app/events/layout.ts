import { count } from "../lib/format";
import type { Column } from "./columns";

/** A column with its place in the table, in px. */
export interface Placed extends Column {
  /** Counts the columns from 0. */
  index: number;
  from: number;
  /** What lies between the numbers and the column. */
  before: number;
  px: number;
}

/** The width, in px, of the numbers before the columns, for so many rows. */
export function gutterOf(rows: number, rem: number): number {
  return Math.round((2.25 + 0.45 * count(rows).length) * rem);
}

/**
 * Columns in their places. Where there is more room than they need, those of
 * texts share it.
 */
export function place(columns: readonly Column[], rem: number, room: number, gutter: number): Placed[] {
  const needed = columns.reduce((sum, c) => sum + c.width * rem, gutter);
  const flexible = columns.filter((c) => c.kind === "text" || c.kind === "code").length;
  const extra = flexible > 0 && room > needed ? (room - needed) / flexible : 0;
  let from = gutter;
  return columns.map((column, index) => {
    const px = Math.floor(column.width * rem + (column.kind === "text" || column.kind === "code" ? extra : 0));
    const placed = { ...column, index, from, before: from - gutter, px };
    from += px;
    return placed;
  });
}

/** The width of the table. */
export function widthOf(columns: readonly Placed[], gutter: number): number {
  const last = columns[columns.length - 1];
  return last ? last.from + last.px : gutter;
}

/** The columns that are in view, in part or wholly. */
export function inView(columns: readonly Placed[], left: number, width: number): Placed[] {
  return columns.filter((c) => c.from + c.px > left && c.from < left + width);
}
