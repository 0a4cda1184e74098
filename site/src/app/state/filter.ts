import type { Finding, Severity } from "../../engine/types";
import { technique } from "../lib/techniques";

/** Which findings are shown. */
export interface Filter {
  /** Empty shows every severity. */
  severities: readonly Severity[];
  text: string;
}

export const everything: Filter = { severities: [], text: "" };

/** The severities, worst first. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low", "info"];

export function isFiltering(filter: Filter): boolean {
  return filter.severities.length > 0 || filter.text.trim() !== "";
}

/** The findings that a filter lets through, in their order. Every word of its text must occur. */
export function apply(filter: Filter, findings: readonly Finding[]): Finding[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return findings.filter(
    (f) =>
      (filter.severities.length === 0 || filter.severities.includes(f.severity)) &&
      (words.length === 0 || words.every((w) => searchable(f).includes(w))),
  );
}

/** The number of findings of each severity among those whose text passes. */
export function countSeverities(filter: Filter, findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const f of apply({ severities: [], text: filter.text }, findings)) counts[f.severity]++;
  return counts;
}

const texts = new WeakMap<Finding, string>();

// Kept per finding: a keystroke must not lower-case every finding again.
function searchable(f: Finding): string {
  let text = texts.get(f);
  if (text === undefined) {
    const parts = [f.title, f.summary, f.detector, f.actor.id, f.actor.alternate_id, f.actor.display_name, f.session];
    parts.push(...f.ips, ...f.events, ...f.attack, ...f.attack.map((id) => technique(id).name), JSON.stringify(f.facts));
    text = parts.join("\n").toLowerCase();
    texts.set(f, text);
  }
  return text;
}
