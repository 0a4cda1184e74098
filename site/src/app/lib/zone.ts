// The time zone that times are shown in: UTC, unless the analyst chose another.
// It is one for the whole page: the root renders everything again when it
// changes, so what shows a time need not know of zones.

import { offsetsOf, type OffsetAt } from "../../zone-offsets";

let current = "UTC";
let offsets: OffsetAt | null = null;

/** The zone's IANA name, or "UTC". */
export function zone(): string {
  return current;
}

/** Sets the zone of all times to come. Throws a RangeError for a name that the browser does not know. */
export function setZone(name: string): void {
  if (name === current) return;
  offsets = name === "UTC" ? null : offsetsOf(name);
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
  return offsets ? offsets(ms) : 0;
}

/** A time in milliseconds as the clocks of the zone show it: a Date whose UTC parts are theirs. */
export function wall(ms: number): Date {
  return new Date(ms + offsetAt(ms) * 60_000);
}
