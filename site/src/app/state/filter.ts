import type { Finding, Severity } from "../../engine/types";
import { technique } from "../lib/techniques";
import { untouched, type Range, type Triage, type TriageStatus } from "./triage";

/** In which order findings are shown. */
export const sorts = ["severity", "earliest", "latest", "user", "detection"] as const;
export type Sort = (typeof sorts)[number];

/** Which findings are shown, and in which order. What is empty filters nothing. */
export interface Filter {
  severities: readonly Severity[];
  text: string;
  /** A family of detections. */
  family: string;
  /** The id of a detection. */
  detection: string;
  /** The id of a user, a session, an address. */
  user: string;
  session: string;
  address: string;
  statuses: readonly TriageStatus[];
  /** Only those that the analyst starred. */
  starred: boolean;
  sort: Sort;
}

export const everything: Filter = {
  severities: [],
  text: "",
  family: "",
  detection: "",
  user: "",
  session: "",
  address: "",
  statuses: [],
  starred: false,
  sort: "severity",
};

/** The severities, worst first. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low", "info"];

/** What a filter needs to know beside the findings. */
export interface Context {
  /** The stretch of which at least a part must be in a finding's time. */
  range: Range | null;
  triage: Readonly<Record<string, Triage>>;
  /** The family of each detection, by its id. */
  families: ReadonlyMap<string, string>;
}

export const nothingElse: Context = { range: null, triage: {}, families: new Map() };

export function isFiltering(filter: Filter): boolean {
  const { severities: list, text, family, detection, user, session, address, statuses, starred } = filter;
  return list.length > 0 || statuses.length > 0 || starred || [text.trim(), family, detection, user, session, address].some((s) => s !== "");
}

/** The findings that a filter lets through, in its order. Every word of its text must occur. */
export function apply(filter: Filter, findings: readonly Finding[], context: Context = nothingElse): Finding[] {
  const { range, triage, families } = context;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const list = findings.filter((f) => {
    const { status, star } = triage[f.id] ?? untouched;
    return (
      (filter.severities.length === 0 || filter.severities.includes(f.severity)) &&
      (filter.statuses.length === 0 || filter.statuses.includes(status)) &&
      (!filter.starred || star) &&
      (filter.family === "" || families.get(f.detector) === filter.family) &&
      (filter.detection === "" || f.detector === filter.detection) &&
      (filter.user === "" || f.actor.id === filter.user || f.actor.alternate_id === filter.user) &&
      (filter.session === "" || f.session === filter.session) &&
      (filter.address === "" || f.ips.includes(filter.address)) &&
      (range === null || inside(f, range)) &&
      (words.length === 0 || words.every((w) => searchable(f).includes(w)))
    );
  });
  const key = keys[filter.sort];
  // The report's own order decides between equals: sorting is stable.
  return key ? list.sort(key) : list;
}

const less = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const keys: Record<Sort, ((a: Finding, b: Finding) => number) | null> = {
  severity: null, // the order of the report
  earliest: (a, b) => less(a.first, b.first),
  latest: (a, b) => less(b.last, a.last),
  user: (a, b) => less(a.actor.alternate_id.toLowerCase(), b.actor.alternate_id.toLowerCase()),
  detection: (a, b) => less(a.title, b.title),
};

/** The number of findings of each severity among those that pass whatever severities are chosen. */
export function countSeverities(filter: Filter, findings: readonly Finding[], context: Context = nothingElse): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const f of apply({ ...filter, severities: [], sort: "severity" }, findings, context)) counts[f.severity]++;
  return counts;
}

/** Whether something that began and ended is in a stretch of time at least in part. */
export function inside({ first, last }: { first: string; last: string }, range: Range): boolean {
  return Date.parse(first) < range.to && Date.parse(last) >= range.from;
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
