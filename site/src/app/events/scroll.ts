// Where a list is scrolled to that may be taller than a browser lets an element
// be: 33.5 million px in Chromium, 17.8 million in Firefox. Above `tallest` the
// scrollbar is scaled: its ends are the list's ends, a drag of it moves in
// proportion, and a small move of it, as a finger makes, stays one to one.

/**
 * The height, in px, up to which an element is as tall as its list. It is far
 * below every browser's limit, and a pixel of a scrollbar's handle is still
 * more than a view of it: that tells a drag from a small move.
 */
export const tallest = 1_000_000;

/** A list of rows in a view; heights in px. */
export interface Extent {
  rows: number;
  row: number;
  view: number;
}

/** The height of the element that the scrollbar belongs to. */
export function space({ rows, row }: Extent): number {
  return Math.min(rows * row, tallest);
}

/** The position, in px of the list, that shows its end. */
export function lowest({ rows, row, view }: Extent): number {
  return Math.max(0, rows * row - view);
}

/** The scrollbar's position for one of the list. */
export function barOf(e: Extent, top: number): number {
  const end = lowest(e);
  return end === 0 ? 0 : (Math.min(top, end) / end) * Math.max(0, space(e) - e.view);
}

/** The list's position for one of the scrollbar. */
export function topOf(e: Extent, bar: number): number {
  const most = Math.max(0, space(e) - e.view);
  return most === 0 ? 0 : (Math.min(Math.max(bar, 0), most) / most) * lowest(e);
}

/** The list's position after the scrollbar moved. */
export function moved(e: Extent, top: number, before: number, bar: number): number {
  if (e.rows * e.row <= tallest) return topOf(e, bar);
  // Also at the scrollbar's ends, which a small move can reach before the list's.
  const step = bar - before;
  if (Math.abs(step) <= e.view) return within(e, top + step);
  // Browsers round the scrollbar's position, at its end as anywhere.
  return bar >= space(e) - e.view - 1 ? lowest(e) : topOf(e, bar);
}

/** A position that is in the list. */
export function within(e: Extent, top: number): number {
  return Math.min(Math.max(0, top), lowest(e));
}

/** The position nearest to one from which a row is wholly in view. */
export function reveal(e: Extent, top: number, at: number): number {
  const from = at * e.row;
  if (from < top) return within(e, from);
  return from + e.row > top + e.view ? within(e, from + e.row - e.view) : within(e, top);
}

/** The rows that are in view, in part or wholly: from the first, without the second. */
export function rowsIn({ rows, row, view }: Extent, top: number): { from: number; to: number } {
  const from = Math.min(Math.floor(top / row), Math.max(0, rows - 1));
  return { from, to: Math.min(rows, Math.ceil((top + view) / row)) };
}
