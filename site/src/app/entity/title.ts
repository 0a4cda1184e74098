import type { Report } from "../../engine/types";
import { plain } from "../lib/text";
import type { Entity } from "../state/state";

/** What each kind of entity is called. */
export const entityNouns = { user: "User", session: "Session", address: "Address", application: "Application" };

/**
 * What an entity is called where there is little room: "Session idxBN0w…". With
 * a report, a user goes by the login name, where a finding or an incident has it.
 */
export function entityTitle({ kind, id }: Entity, report?: Report): string {
  const login = kind === "user" && report ? loginOf(report, id) : "";
  // A login name is told apart by its first part.
  const name = plain(login.replace(/@.*/s, "") || id);
  return `${entityNouns[kind]} ${name.length > 18 ? name.slice(0, 17) + "…" : name}`;
}

function loginOf(report: Report, id: string): string {
  const actor =
    report.findings.find((f) => f.actor.id === id)?.actor ?? report.incidents.flatMap((i) => i.accounts).find((a) => a.id === id);
  return actor?.alternate_id ?? "";
}
