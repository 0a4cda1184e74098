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

/** Widths that were set, in rem, by field. */
export type Widths = ReadonlyMap<string, number>;

/** The bounds of a width that is set, in rem: an outcome's letters, a wide window. */
export const leastWidth = 3;
export const mostWidth = 80;

// A width in rem that was made of whole px is the same px again.
const rounding = 1e-6;

/** Columns with the widths that were set. */
export function withWidths(columns: readonly Column[], widths: Widths): Column[] {
  return columns.map((c) => (widths.has(c.field) ? { ...c, width: widths.get(c.field)!, set: true } : c));
}

/**
 * The widths after one was set to a number of rem. All others are set to what
 * they are: they would share what the one leaves, and its edge would not be
 * where it was dragged to.
 */
export function widthsWith(placed: readonly Placed[], rem: number, field: string, width: number): Widths {
  const within = Math.min(Math.max(leastWidth, width), mostWidth);
  return new Map(placed.map((c) => [c.field, c.field === field ? within : c.px / rem]));
}

/** The width, in px, of the numbers before the columns, for so many rows. */
export function gutterOf(rows: number, rem: number): number {
  return Math.round((2.25 + 0.45 * count(rows).length) * rem);
}

/**
 * Columns in their places. Where there is more room than they need, those of
 * texts share it that have no width of their own.
 */
export function place(columns: readonly Column[], rem: number, room: number, gutter: number): Placed[] {
  const needed = columns.reduce((sum, c) => sum + c.width * rem, gutter);
  const shares = (c: Column) => !c.set && (c.kind === "text" || c.kind === "code");
  const flexible = columns.filter(shares).length;
  const extra = flexible > 0 && room > needed ? (room - needed) / flexible : 0;
  let from = gutter;
  return columns.map((column, index) => {
    const px = Math.floor(column.width * rem + (shares(column) ? extra : 0) + rounding);
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
