// What the coverage strip shows, computed from the report's histogram.

import type { Coverage, Histogram } from "../../engine/types";

const hour = 3_600_000;

/** A bar of the strip: the steps from `from` up to and without `to`. */
export interface Bar {
  from: number;
  to: number;
  events: number;
}

/** The histogram's steps put together to at most so many bars of equal length. */
export function bars({ events }: Histogram, most: number): Bar[] {
  const size = Math.max(1, Math.ceil(events.length / most));
  const list: Bar[] = [];
  for (let from = 0; from < events.length; from += size) {
    const to = Math.min(from + size, events.length);
    let sum = 0;
    for (let i = from; i < to; i++) sum += events[i]!;
    list.push({ from, to, events: sum });
  }
  return list;
}

/** Where a time is in the histogram, in steps from its beginning. */
export function stepAt({ from, step_hours, events }: Histogram, time: string): number {
  const at = (Date.parse(time) - Date.parse(from)) / (step_hours * hour);
  return Math.min(Math.max(at, 0), events.length);
}

/** A line of the histogram's table. */
export interface Row {
  /** 2026-06-24 */
  day: string;
  /** One count for each column, null for steps before the log and behind it. */
  counts: (number | null)[];
  sum: number;
}

/**
 * The histogram as a table: a line a day with a column for each step, or a line
 * a step where steps are a day and longer. Columns are the hours of the day.
 */
export function table({ from, step_hours, events }: Histogram): { columns: number[]; rows: Row[] } {
  const perRow = step_hours < 24 ? 24 / step_hours : 1;
  const columns = Array.from({ length: perRow }, (_, i) => i * step_hours);
  const start = Date.parse(from);
  // The first day may begin before the log does.
  const skip = step_hours < 24 ? new Date(start).getUTCHours() / step_hours : 0;
  const rows: Row[] = [];
  for (let first = -skip; first < events.length; first += perRow) {
    const counts = columns.map((_, i) => events[first + i] ?? null);
    rows.push({
      day: new Date(start + first * step_hours * hour).toISOString().slice(0, 10),
      counts,
      sum: counts.reduce<number>((sum, n) => sum + (n ?? 0), 0),
    });
  }
  return { columns, rows };
}

/** A length of steps in words: "hour", "6 hours", "day", "7 days". */
export function stepName(hours: number): string {
  if (hours % 24 === 0) return hours === 24 ? "day" : `${hours / 24} days`;
  return hours === 1 ? "hour" : `${hours} hours`;
}

/**
 * The warnings of the report, and one that only the page can give: it has a
 * clock. The report must be the same on every day.
 */
export function warnings(coverage: Coverage, last: string, now: number): string[] {
  const list = coverage.warnings.map((w) => w.text);
  if (Date.parse(last) > now + 24 * hour) {
    list.unshift(`The last event is dated ${last.slice(0, 10)}, later than the clock of this computer: one of the two is wrong.`);
  }
  return list;
}
