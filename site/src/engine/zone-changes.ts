// The time zones of the browser, for the engine: Go has no database of them
// here.

import { changesOf, offsetsOf } from "../zone-offsets";

/** Events are of the years since 1970; no log is of a later one than 2069. */
const years: [from: number, to: number] = [0, Date.UTC(2070, 0, 1)];

/**
 * The changes of a zone's clocks, in pairs: a moment in seconds since 1970, and
 * the seconds ahead of UTC from then on. Null for a name that is not one of the
 * IANA database, as it is written there: the command line knows no other
 * spelling, and a configuration shall mean the same in both.
 */
export function zoneChanges(name: string): Float64Array | null {
  if (!/^[A-Z]/.test(name)) return null;
  try {
    const known = new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
    if (known !== name && known.toLowerCase() === name.toLowerCase()) return null;
    const changes = changesOf(offsetsOf(name), ...years);
    return Float64Array.from(changes.flatMap(([ms, minutes]) => [ms / 1000, Math.round(minutes * 60)]));
  } catch {
    return null;
  }
}
