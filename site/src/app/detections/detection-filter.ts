// Which detections are listed.

import type { Configuration, Detector, Severity } from "../../engine/types";

/** What a detection came to, as the list is filtered by it. */
export const outcomes = ["found", "nothing", "blind", "off"] as const;
export type Outcome = (typeof outcomes)[number];

export const outcomeNames: Record<Outcome, string> = {
  found: "found something",
  nothing: "found nothing",
  blind: "could not look",
  off: "switched off",
};

/** What is empty filters nothing. */
export interface DetectionFilter {
  text: string;
  outcome: Outcome | "";
  family: string;
  severity: Severity | "";
  /** Only what differs from its defaults. */
  changed: boolean;
}

export const allDetections: DetectionFilter = { text: "", outcome: "", family: "", severity: "", changed: false };

export function outcomeOf(d: Detector): Outcome {
  if (d.status === "disabled") return "off";
  if (d.status === "not_evaluable") return "blind";
  return d.findings > 0 ? "found" : "nothing";
}

/** The severity of a detection's findings, as the configuration has it. */
export function severityOf(d: Detector, { severities }: Configuration): Severity {
  return severities?.[d.id] ?? d.severity;
}

/** Whether anything about a detection differs from its defaults. */
export function isChangedDetection(d: Detector, { severities }: Configuration): boolean {
  return d.status === "disabled" || severities?.[d.id] !== undefined || d.parameters.some((p) => p.value !== p.default);
}

/** The detections that a filter lets through. Every word of its text must occur. */
export function filterDetections(all: readonly Detector[], filter: DetectionFilter, configuration: Configuration): Detector[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(
    (d) =>
      (filter.outcome === "" || outcomeOf(d) === filter.outcome) &&
      (filter.family === "" || d.family === filter.family) &&
      (filter.severity === "" || severityOf(d, configuration) === filter.severity) &&
      (!filter.changed || isChangedDetection(d, configuration)) &&
      (words.length === 0 || words.every((w) => searchable(d).includes(w))),
  );
}

const texts = new WeakMap<Detector, string>();

function searchable(d: Detector): string {
  let text = texts.get(d);
  if (text === undefined) {
    const parts = [d.id, d.title, d.family, d.meaning, d.rule_file ?? "", ...d.attack, ...d.missing, ...d.parameters.map((p) => p.title)];
    texts.set(d, (text = parts.join("\n").toLowerCase()));
  }
  return text;
}

/** Detections by their family, in the order in which the families first come. */
export function byFamily(all: readonly Detector[]): [family: string, detections: Detector[]][] {
  const families = new Map<string, Detector[]>();
  for (const d of all) {
    const list = families.get(d.family);
    if (list) list.push(d);
    else families.set(d.family, [d]);
  }
  return [...families];
}
