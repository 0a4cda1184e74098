// What an incident's view shows of a report.

import type { Finding, Incident } from "../../engine/types";

/** The findings of an incident in the order of its story; those the report does not have are left out. */
export function storyOf(incident: Incident, findings: readonly Finding[]): Finding[] {
  const byId = new Map(findings.map((f) => [f.id, f]));
  return incident.findings.flatMap((id) => byId.get(id) ?? []);
}

/** The checklist as text to paste into a ticket. A step of it stays on one line. */
export function checklistText(incident: Incident): string {
  const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
  return [oneLine(incident.title), ...incident.checklist.map((step) => `[ ] ${oneLine(step)}`)].join("\n") + "\n";
}
