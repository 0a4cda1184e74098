// What can be done with a value of an event: one table for the keys, the
// context menu and the buttons.

import { plain } from "../lib/text";
import { quoteValue, withTerm } from "../lib/query-text";
import { entityTitle } from "../entity/title";
import type { Action } from "../state/reducer";
import { columnOf, timeField } from "./columns";
import { entityOf, type Lookup } from "./entities";

/** A value of an event that the keyboard or the pointer is on. */
export interface Spot {
  uuid: string;
  field: string;
  value: string;
  of: Lookup;
}

export type Deed = "open" | "include" | "exclude" | "pivot" | "around" | "copy" | "copy query";

export const keysOf: Record<Deed, string> = {
  open: "Enter",
  include: "i",
  exclude: "x",
  pivot: "p",
  around: "n",
  copy: "c",
  "copy query": "q",
};

/** The keys of the event table, for the sheet of keys. */
export const tableKeys: readonly { shown: readonly string[]; title: string }[] = [
  { shown: ["↑", "↓", "←", "→"], title: "Next cell" },
  { shown: ["Home", "End"], title: "First and last event" },
  { shown: ["Enter"], title: "Open the event; again: go to it" },
  { shown: ["i"], title: "Only this value" },
  { shown: ["x"], title: "Without this value" },
  { shown: ["p"], title: "Go to the value’s page" },
  { shown: ["n"], title: "±10 minutes around the event" },
  { shown: ["s"], title: "Sort by the column" },
  { shown: ["c"], title: "Copy the value" },
  { shown: ["q"], title: "Copy the event’s Okta query" },
  { shown: ["Shift F10"], title: "Menu of the value" },
  { shown: ["/"], title: "Go to the query" },
];

/** The deed of a key press. */
export function deedOf(key: string): Deed | undefined {
  return (Object.keys(keysOf) as Deed[]).find((deed) => keysOf[deed] === key);
}

/** What a deed is called for a spot; "" where it cannot be done. */
export function titleOf(deed: Deed, { field, value, of }: Spot): string {
  const named = `${columnOf(field).title.toLowerCase()} ${value === "" ? "that is absent" : `“${plain(value, 40)}”`}`;
  const entity = entityOf(field, value, of);
  switch (deed) {
    case "open":
      return "Open the event";
    case "include":
      return field === timeField ? "" : `Only ${named}`;
    case "exclude":
      return field === timeField ? "" : `Without ${named}`;
    case "pivot":
      return entity ? `Go to ${entityTitle(entity)}` : "";
    case "around":
      return "±10 minutes around the event";
    case "copy":
      return value === "" ? "" : "Copy the value";
    case "copy query":
      return "Copy the event’s Okta query";
  }
}

/** The change of the state that a deed is; null for those that are none. */
export function actionOf(deed: Deed, { uuid, field, value, of }: Spot, query: string): Action | null {
  switch (deed) {
    case "include":
    case "exclude":
      return field === timeField ? null : { type: "query", text: withTerm(query, field, value, deed === "exclude") };
    case "pivot": {
      const entity = entityOf(field, value, of);
      return entity && { type: "entity", entity };
    }
    case "around":
      // Another stretch or another query must not hide what happened then.
      return { type: "events", query: `around:${quoteValue(uuid)}~10m`, range: null };
    default:
      return null;
  }
}

/** The engine takes 4 KiB: a query of more characters is refused, whatever they are. */
export const mostQuery = 4096;

/** Okta's own query for one event. */
export function oktaQuery(uuid: string): string {
  return `uuid eq ${JSON.stringify(uuid)}`;
}
