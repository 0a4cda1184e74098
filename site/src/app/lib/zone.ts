// The time zone that times are shown in: UTC, unless the analyst chose another.
// It is one for the whole page: the root renders everything again when it
// changes, so what shows a time need not know of zones.

let current = "UTC";
let parts: Intl.DateTimeFormat | null = null;

/** The zone's IANA name, or "UTC". */
export function zone(): string {
  return current;
}

/** Sets the zone of all times to come. Throws a RangeError for a name that the browser does not know. */
export function setZone(name: string): void {
  if (name === current) return;
  parts = name === "UTC" ? null : formatOf(name);
  current = name;
}

/** The zone of this computer. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Every zone that the browser knows, UTC first. */
export function zones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];
}

/** Minutes that the zone is ahead of UTC at a time in milliseconds. */
export function offsetAt(ms: number): number {
  return parts ? (wallOf(ms, parts) - Math.floor(ms / 1000) * 1000) / 60_000 : 0;
}

/** A time in milliseconds as the clocks of the zone show it: a Date whose UTC parts are theirs. */
export function wall(ms: number): Date {
  return new Date(ms + offsetAt(ms) * 60_000);
}

function formatOf(name: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
}

function wallOf(ms: number, format: Intl.DateTimeFormat): number {
  const at: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) at[type] = Number(value);
  return Date.UTC(at.year!, at.month! - 1, at.day!, at.hour!, at.minute!, at.second!);
}
