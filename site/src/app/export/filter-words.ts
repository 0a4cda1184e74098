// What findings were chosen by, in words: for the analyst, and for the export.

import type { Report } from "../../engine/types";
import { isFiltering, type Filter } from "../state/filter";
import { statusNames, type Range } from "../state/triage";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";

/** A stretch of time with its zone: "2026-06-14 09:02:00 to 2026-06-14 10:00:00 UTC". */
export function rangeWords({ from, to }: Range): string {
  return `${timeAt(from)} to ${timeAt(to)} ${zone()}`;
}

/** The filter and the range in words: "severity critical or high; user alice@example.com"; "" when all is shown. */
export function filterWords(filter: Filter, range: Range | null, report: Report): string {
  const words: string[] = [];
  const add = (name: string, value: string) => value !== "" && words.push(`${name} ${value}`);
  if (isFiltering(filter)) {
    add("severity", filter.severities.join(" or "));
    add("family", filter.family);
    add("detection", filter.detection);
    add("user", personOf(filter.user, report));
    add("session", filter.session);
    add("address", filter.address);
    add("status", filter.statuses.map((s) => statusNames[s]).join(" or "));
    if (filter.starred) words.push("starred");
    if (filter.text.trim() !== "") add("text", `“${filter.text.trim()}”`);
  }
  if (range) words.push(rangeWords(range));
  return words.join("; ");
}

/** The login name of a user by id, which says more to a reader. */
function personOf(user: string, report: Report): string {
  return report.findings.find((f) => f.actor.id === user)?.actor.alternate_id || user;
}

/** A query and a range of events in words; "" when every event is meant. */
export function eventWords(query: string, range: Range | null): string {
  return [query.trim(), range ? rangeWords(range) : ""].filter(Boolean).join("; ");
}
