// What the browser knows of time zones: how far their clocks are ahead of UTC,
// and when that changes. Views and the engine's workers both ask here.

/** The minutes that the clocks of a zone are ahead of UTC at a time in milliseconds. */
export type OffsetAt = (ms: number) => number;

/** A change of the clocks is found to the second, as zones make them. */
const precision = 1000;

// No zone has changed its clocks twice within three days since 1970; Brazil's
// summer of 2000 lasted for a week in some states.
const step = 3 * 86_400_000;

/** The offsets of a zone. Throws a RangeError for a name that the browser does not know. */
export function offsetsOf(name: string): OffsetAt {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (ms) => (wallOf(ms, format) - Math.floor(ms / 1000) * 1000) / 60_000;
}

function wallOf(ms: number, format: Intl.DateTimeFormat): number {
  const at: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) at[type] = Number(value);
  return Date.UTC(at.year!, at.month! - 1, at.day!, at.hour!, at.minute!, at.second!);
}

/**
 * The changes of an offset from one time to another, both in milliseconds: the
 * offset at first, then each other one with the time from which it counts.
 */
export function changesOf(at: OffsetAt, first: number, last: number): [ms: number, offset: number][] {
  const from = Math.floor(first / precision) * precision;
  const to = Math.ceil(last / precision) * precision;
  let known = at(from);
  const changes: [number, number][] = [[from, known]];
  for (let before = from; before < to; ) {
    const next = Math.min(before + step, to);
    const offset = at(next);
    if (offset !== known) {
      let after = next;
      while (after - before > precision) {
        const middle = Math.floor((before + after) / 2 / precision) * precision;
        if (at(middle) === offset) after = middle;
        else before = middle;
      }
      changes.push([after, offset]);
      known = offset;
    }
    before = next;
  }
  return changes;
}
