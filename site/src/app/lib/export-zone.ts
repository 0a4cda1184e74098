// The time zone of the page in the form that the engine takes with an export:
// a page knows offsets of a zone, and the engine has no database of zones.

import type { ExportZone } from "../../engine/export-types";
import { offsetAt, zone } from "./zone";

const day = 86_400_000;

/** A change of the clocks is found to the second, as zones make them. */
const precision = 1000;

/** The zone that is set and its offsets from one time to another, in milliseconds UTC. */
export function exportZone(first: number, last: number, at: (ms: number) => number = offsetAt): ExportZone {
  if (zone() === "UTC" && at === offsetAt) return { name: "UTC", offsets: [] };
  const from = Number.isFinite(first) ? Math.floor(first / precision) * precision : 0;
  const to = Number.isFinite(last) ? Math.max(last, from) : from;
  const offsets: ExportZone["offsets"] = [[from, Math.round(at(from))]];
  // No zone changes its clocks twice within a day.
  for (let before = from; before < to; ) {
    let after = Math.min(before + day, Math.ceil(to / precision) * precision);
    const next = after;
    const minutes = Math.round(at(after));
    if (minutes !== Math.round(at(before))) {
      while (after - before > precision) {
        const middle = Math.floor((before + after) / 2 / precision) * precision;
        if (Math.round(at(middle)) === minutes) after = middle;
        else before = middle;
      }
      offsets.push([after, minutes]);
    }
    before = next;
  }
  return { name: zone(), offsets };
}
