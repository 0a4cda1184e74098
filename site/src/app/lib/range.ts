/** Rows of a list: from the first, up to but without the second. */
export interface Range {
  from: number;
  to: number;
}

/**
 * The range of a list of some length that is to be shown for a row to be in
 * it: the given one, longer by a step when the row is next to it, another one
 * when the row is further away.
 */
export function grow({ from, to }: Range, at: number, step: number, length: number): Range {
  if (at < from && at >= from - step) from -= step;
  else if (at >= to && at < to + step) to += step;
  else if (at < from || at >= to) {
    from = Math.floor(at / step) * step;
    to = from + step;
  }
  // At least a step of rows, as far as the list has them.
  to = Math.max(to, from + step);
  return { from: Math.max(0, from), to: Math.min(to, length) };
}
