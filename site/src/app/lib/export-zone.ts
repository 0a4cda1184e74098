// The time zone of the page in the form that the engine takes with an export:
// a page knows offsets of a zone, and the engine has no database of zones.

import type { ExportZone } from "../../engine/export-types";
import { changesOf } from "../../zone-offsets";
import { offsetAt, zone } from "./zone";

/** The zone that is set and its offsets from one time to another, in milliseconds UTC. */
export function exportZone(first: number, last: number): ExportZone {
  if (zone() === "UTC") return { name: "UTC", offsets: [] };
  const from = Number.isFinite(first) ? first : 0;
  const to = Number.isFinite(last) ? Math.max(last, from) : from;
  return { name: zone(), offsets: changesOf((ms) => Math.round(offsetAt(ms)), from, to) };
}
