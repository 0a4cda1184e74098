// What the report says of an entity: its findings and incidents.

import type { Finding, Incident, Report } from "../../engine/types";
import type { Entity } from "../state/state";

export interface Related {
  /** In the report's order, the gravest first. */
  findings: Finding[];
  incidents: Incident[];
}

/** The findings and incidents that name an entity; `names` are what else it is called in the log. */
export function related(report: Report, { kind, id }: Entity, names: readonly string[] = []): Related {
  const known = new Set([id, ...names].filter((name) => name !== "").map((name) => name.toLowerCase()));
  const is = (text: string) => known.has(text.toLowerCase());
  const inFinding: Record<Entity["kind"], (f: Finding) => boolean> = {
    user: (f) => is(f.actor.id) || is(f.actor.alternate_id),
    session: (f) => is(f.session),
    address: (f) => f.ips.some(is),
    // Findings do not list applications; their incidents do.
    application: () => false,
  };
  const inIncident: Record<Entity["kind"], (i: Incident) => boolean> = {
    user: (i) => i.accounts.some((a) => is(a.id) || is(a.alternate_id)),
    session: (i) => i.sessions.some(is),
    address: (i) => i.addresses.some(is),
    application: (i) => i.applications.some(is),
  };
  return { findings: report.findings.filter(inFinding[kind]), incidents: report.incidents.filter(inIncident[kind]) };
}
