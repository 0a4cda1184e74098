// Steps that a stretch of time is cut into, for its picture.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const sizes = [
  ...[1, 10, 100].map((n) => n),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28, 91, 364].map((n) => n * day),
];

/** A stretch of time, in milliseconds UTC, of whole steps; `to` is not in it. */
export interface Steps {
  from: number;
  to: number;
  /** The length of a step in milliseconds. */
  step: number;
  count: number;
}

/** The finest steps of a usual length that cover a stretch and are at most so many. */
export function stepsOf(from: number, to: number, most: number): Steps {
  for (const step of sizes) {
    const first = Math.floor(from / step) * step;
    const count = Math.max(1, Math.ceil((to - first) / step));
    if (count <= most) return { from: first, to: first + count * step, step, count };
  }
  // Only a log of broken times is longer than most years.
  const year = 364 * day;
  const step = Math.ceil((to - from) / most / year) * year;
  const count = Math.max(1, Math.ceil((to - from) / step));
  return { from, to: from + count * step, step, count };
}
