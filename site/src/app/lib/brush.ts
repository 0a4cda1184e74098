// The stretch of time that is chosen on a histogram, by pointer or by keys.

import type { Range } from "../state/triage";

/** A time on a line that spans a stretch, as a share of it from 0 to 1. */
export function shareOf(ms: number, { from, to }: Range): number {
  return to > from ? Math.min(Math.max((ms - from) / (to - from), 0), 1) : 0;
}

/** The time at a share of a stretch, to the step below. */
export function timeOf(share: number, { from, to }: Range, step = 1): number {
  const at = from + Math.min(Math.max(share, 0), 1) * (to - from);
  return Math.min(Math.max(Math.floor(at / step) * step, from), to);
}

/**
 * The stretch between two times in either order, widened to whole steps inside
 * the bounds; null where that is everything.
 */
export function between(a: number, b: number, bounds: Range, step: number): Range | null {
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  const from = Math.max(Math.floor(low / step) * step, bounds.from);
  const to = Math.min(Math.max(Math.ceil(high / step) * step, from + step), bounds.to);
  return from <= bounds.from && to >= bounds.to ? null : { from, to };
}

/**
 * What a key does to the stretch: arrows move it by a step, with shift they
 * move its end; page keys by ten steps. undefined is a key that does nothing.
 */
export function moved(range: Range | null, key: string, shift: boolean, bounds: Range, step: number): Range | null | undefined {
  const by = { ArrowLeft: -step, ArrowRight: step, PageUp: -10 * step, PageDown: 10 * step }[key];
  if (key === "Escape") return range ? null : undefined;
  if (by === undefined) return undefined;
  if (!range) return between(bounds.from, bounds.from + step, bounds, step) ?? undefined;
  const length = range.to - range.from;
  if (shift) return between(range.from, Math.max(range.to + by, range.from + step) - 1, bounds, step);
  const from = Math.min(Math.max(range.from + by, bounds.from), bounds.to - length);
  return { from, to: from + length };
}
