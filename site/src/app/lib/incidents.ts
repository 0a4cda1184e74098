// What an incident's view shows of a report.

import type { Finding, Incident } from "../../engine/types";

/** A finding in a story: when it begins there, and where that is in the story's time. */
export interface Chapter {
  finding: Finding;
  /** The time of its first unusual event. */
  at: string;
  /** The share of the story's time that is before it, and the share that it takes. */
  from: number;
  length: number;
}

/** The findings of an incident in the order of its story; those the report does not have are left out. */
export function storyOf(incident: Incident, findings: readonly Finding[]): Chapter[] {
  const byId = new Map(findings.map((f) => [f.id, f]));
  const chapters = incident.findings.flatMap((id, i) => {
    const finding = byId.get(id);
    return finding ? [{ finding, at: incident.starts[i] ?? finding.first }] : [];
  });
  const begin = Math.min(...chapters.map((c) => Date.parse(c.at)));
  const end = Math.max(...chapters.map((c) => Date.parse(c.finding.last)));
  const span = Math.max(end - begin, 1);
  return chapters.map(({ finding, at }) => ({
    finding,
    at,
    from: (Date.parse(at) - begin) / span,
    length: Math.max(Date.parse(finding.last) - Date.parse(at), 0) / span,
  }));
}

/** The checklist as text to paste into a ticket. A step of it stays on one line. */
export function checklistText(incident: Incident): string {
  const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
  return [oneLine(incident.title), ...incident.checklist.map((step) => `[ ] ${oneLine(step)}`)].join("\n") + "\n";
}
