// Times of the log, in the page's zone; see zone.ts. In UTC they are shown as
// they are written: taking them apart as text cannot shift them.

import { wall, zone } from "./zone";

const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/;

export type Precision = "day" | "minute" | "second" | "millisecond";

/** Whether a text is a time as the report writes it. */
export function isTime(text: string): boolean {
  return form.test(text);
}

/** "2026-06-24T14:06:47.699Z" as "2026-06-24 14:06:47" in the page's zone; other text unchanged. */
export function timeText(iso: string, precision: Precision = "second"): string {
  const shown = zone() === "UTC" || !isTime(iso) ? iso : wall(Date.parse(iso)).toISOString();
  const m = form.exec(shown);
  if (!m) return iso;
  const day = `${m[1]}-${m[2]}-${m[3]}`;
  if (precision === "day") return day;
  const minute = `${day} ${m[4]}:${m[5]}`;
  if (precision === "minute") return minute;
  const second = `${minute}:${m[6]}`;
  return precision === "second" ? second : `${second}.${(m[7] ?? "").padEnd(3, "0").slice(0, 3)}`;
}

/** A time in milliseconds, as [time] shows one. */
export function timeAt(ms: number, precision: Precision = "second"): string {
  return timeText(new Date(ms).toISOString(), precision);
}

/** Milliseconds from one time of the report to another; NaN without either. */
export function between(first: string, last: string): number {
  return Date.parse(last) - Date.parse(first);
}

/**
 * A stretch of time with what is the same in both ends said once:
 * "2026-06-24 14:06:47 – 15:10:02".
 */
export function stretch(first: string, last: string, precision: Precision = "second"): string {
  const from = timeText(first, precision);
  const to = timeText(last, precision);
  if (from === to || to === "") return from;
  if (from === "") return to;
  const sameDay = precision !== "day" && from.slice(0, 10) === to.slice(0, 10);
  return `${from} – ${sameDay ? to.slice(11) : to}`;
}

/** A file name for an export: the tool's name and the days that the log spans. */
export function exportName(first: string, last: string, extension: string): string {
  const days = [timeText(first, "day"), timeText(last, "day")].filter(Boolean).map((d) => d.replaceAll("-", ""));
  return `${["okta-session-analyzer", ...new Set(days)].join("-")}.${extension}`;
}
