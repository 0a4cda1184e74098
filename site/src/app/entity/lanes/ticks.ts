// The ticks of a time axis: round times of the page's zone.

import { timeAt } from "../../lib/time";
import { offsetAt } from "../../lib/zone";
import type { View } from "./view";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps = [
  ...[10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28].map((n) => n * day),
];

export interface Tick {
  time: number;
  /** The clock, or the day where ticks are a day and more apart. */
  label: string;
  /** The day, where it is another one than at the tick before. */
  day: string;
}

/** At most so many ticks in a view. */
export function ticks({ from, to }: View, most: number): Tick[] {
  const least = (to - from) / Math.max(1, most);
  const step = steps.find((s) => s >= least) ?? Math.ceil(least / (28 * day)) * 28 * day;
  const precision = step >= minute ? "minute" : step >= second ? "second" : "millisecond";
  const list: Tick[] = [];
  let shown = "";
  for (let wall = Math.ceil((from + shift(from)) / step) * step; ; wall += step) {
    // The clocks' offset can change inside of the view; a second look settles it.
    const time = wall - shift(wall - shift(wall));
    if (time > to || list.length > most + 1) return list;
    if (time < from) continue;
    const text = timeAt(time, precision);
    const date = text.slice(0, 10);
    const label = step >= day ? date : text.slice(11);
    list.push({ time, label, day: step >= day || date === shown ? "" : date });
    shown = date;
  }
}

function shift(time: number): number {
  return offsetAt(time) * minute;
}
