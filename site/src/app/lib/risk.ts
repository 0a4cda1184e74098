// Which people, sessions and addresses to look at first, by the findings that
// name them.

import type { Report, Severity } from "../../engine/types";

/** What a finding of a severity adds: each is worth several of the next one down. */
const weight: Record<Severity, number> = { critical: 40, high: 15, medium: 5, low: 1, info: 0 };

/**
 * A finding of more addresses or people than this, as of a spray, says little
 * about each of them.
 */
const few = 5;

/** Something to look at, and why. */
export interface Risk {
  id: string;
  /** What it is called; the id where it has no name. */
  name: string;
  score: number;
  worst: Severity;
  findings: number;
  /** The different detections that speak for it. */
  detections: number;
}

export interface Risks {
  users: Risk[];
  sessions: Risk[];
  addresses: Risk[];
}

/**
 * The riskiest of a report, the riskiest first. A detection counts once, by its
 * worst finding: a hundred findings of one detection are one reason, two
 * detections are two.
 */
export function risksOf(report: Report): Risks {
  const users = new Tally();
  const sessions = new Tally();
  const addresses = new Tally();
  for (const f of report.findings) {
    if (f.severity === "info") continue;
    const { id, alternate_id, display_name } = f.actor;
    users.add(id || alternate_id, alternate_id || display_name || id, f.detector, f.severity);
    sessions.add(f.session, f.session, f.detector, f.severity);
    if (f.ips.length <= few) for (const ip of f.ips) addresses.add(ip, ip, f.detector, f.severity);
  }
  return { users: users.ranked(), sessions: sessions.ranked(), addresses: addresses.ranked() };
}

class Tally {
  readonly #of = new Map<string, { name: string; findings: number; by: Map<string, Severity> }>();

  add(id: string, name: string, detector: string, severity: Severity): void {
    if (id === "") return;
    let entry = this.#of.get(id);
    if (!entry) this.#of.set(id, (entry = { name, findings: 0, by: new Map() }));
    entry.findings++;
    const was = entry.by.get(detector);
    if (was === undefined || weight[severity] > weight[was]) entry.by.set(detector, severity);
  }

  ranked(): Risk[] {
    const list = [...this.#of].map(([id, { name, findings, by }]): Risk => {
      const severities = [...by.values()];
      return {
        id,
        name,
        score: severities.reduce((sum, s) => sum + weight[s], 0),
        worst: severities.reduce((a, b) => (weight[b] > weight[a] ? b : a)),
        findings,
        detections: by.size,
      };
    });
    return list.sort((a, b) => b.score - a.score || b.findings - a.findings || (a.id < b.id ? -1 : 1));
  }
}
