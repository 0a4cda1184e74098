// Why detections could not look, and what would make them.

import type { Detector } from "../../engine/types";
import { exportWith } from "./fields";

export type Remedy = "api" | "console" | "history" | "list";

/** Detections that one thing would make look. */
export interface Need {
  remedy: Remedy;
  detectors: Detector[];
  /** Days of history, or the lists, or the fields that are missing. */
  missing: string[];
}

/** How a missing thing of a detector is said; see analyzer/report. */
const history = /^(\d+) days? of history /;

/** What the detections that could not look need, what helps most of them first. */
export function needsOf(detectors: readonly Detector[]): Need[] {
  const needs = new Map<Remedy, Need>();
  for (const d of detectors) {
    if (d.status !== "not_evaluable") continue;
    const remedy = remedyOf(d.missing);
    let need = needs.get(remedy);
    if (!need) needs.set(remedy, (need = { remedy, detectors: [], missing: [] }));
    need.detectors.push(d);
    for (const m of d.missing) if (!need.missing.includes(m)) need.missing.push(m);
  }
  return [...needs.values()].sort((a, b) => b.detectors.length - a.detectors.length || (a.remedy < b.remedy ? -1 : 1));
}

/** Fields come first: nothing else helps without them. */
function remedyOf(missing: readonly string[]): Remedy {
  const fields = missing.filter((m) => !m.startsWith("list ") && !history.test(m));
  if (fields.length > 0) return exportWith(fields);
  return missing.some((m) => history.test(m)) ? "history" : "list";
}

/** The days of history that the most demanding of the detections needs; 0 where none needs any. */
export function daysNeeded({ missing }: Need): number {
  return Math.max(0, ...missing.map((m) => Number(history.exec(m)?.[1] ?? 0)));
}
