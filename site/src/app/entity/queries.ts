// Queries of the event table for what an entity's page shows.

import { term, withTerm } from "../lib/query-text";

/** The query that shows one event. */
export function eventTerm(uuid: string): string {
  return term("uuid", uuid, false);
}

/** An entity's events of which fields have values; an empty value is an absent field. */
export function narrowed(query: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((text, [field, value]) => withTerm(text, field, value, false), query);
}
