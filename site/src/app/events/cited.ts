import type { Finding, Severity } from "../../engine/types";
import { severities } from "../state/filter";

/** The worst severity of the findings that cite an event, by its uuid. */
export type Cited = ReadonlyMap<string, Severity>;

const known = new WeakMap<readonly Finding[], Cited>();

/** What findings cite. It is put together once for each list of findings. */
export function citedBy(findings: readonly Finding[]): Cited {
  let map = known.get(findings);
  if (!map) {
    const worst = new Map<string, Severity>();
    // From the mildest on: what is worse takes its place.
    for (const severity of [...severities].reverse())
      for (const f of findings) if (f.severity === severity) for (const uuid of f.events) worst.set(uuid, severity);
    known.set(findings, (map = worst));
  }
  return map;
}

/** The findings that cite an event. */
export function citing(findings: readonly Finding[], uuid: string): Finding[] {
  return findings.filter((f) => f.events.includes(uuid));
}
