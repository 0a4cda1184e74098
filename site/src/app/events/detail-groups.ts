// The fields of an event in the order in which its story is read.

import type { Fields } from "./use-fields";

export const groups = ["What", "Who", "Where", "With what", "Outcome", "Other"] as const;
export type Group = (typeof groups)[number];

/** A field with its path in Okta's API, by which it has its group. */
interface Pathed {
  name: string;
  path: string;
}

// The first that fits; by the name in queries or the path.
const rules: readonly [Group, RegExp][] = [
  ["Outcome", /^(result|reason|risk|outcome\..*|.*(behaviors|threat\w*|logOnlySecurityData|tunnels|pushOnlyResponseType|pushWithNumber\w*|suspicious\w*))$/i],
  ["With what", /^(browser|os|agent|device.*|client\.userAgent.*|client\.(device|id)|.*(dtHash|deviceFingerprint|authenticatorContext.*|factor|factorIntent))$/],
  ["Where", /^(ip|network|zone|chain|client\..*|securityContext\..*|request\..*|.*networkConnection)$/],
  ["Who", /^(user|actor.*|authenticationContext\..*|session|apitoken|transaction\.detail\..*)$/],
  ["What", /^(time|kind|severity|eventType|displayMessage|legacyEventType|uuid|transaction\..*|.*(requestUri|url|signOnMode|initiationType|grantType|\w+Scopes|privilege\w*|changedAttributes))$/],
];

/** The group of a field. */
export function groupOf({ name, path }: Pathed): Group {
  return rules.find(([, form]) => form.test(path) || form.test(name))?.[0] ?? "Other";
}

// What other fields say better: these are made of them.
const made = new Set(["user", "actor", "target", "app", "group", "device", "devicetoken", "session", "apitoken", "risk"]);

/** The fields that an event is told by, without those of its targets, by their groups. */
export function detailFields(fields: Fields): Map<Group, string[]> {
  const map = new Map<Group, string[]>(groups.map((g) => [g, []]));
  for (const { name, alias } of fields.list) {
    const path = alias.includes(".") ? alias : name;
    if (made.has(name) || name === "time" || path.startsWith("target[]") || name.startsWith("target")) continue;
    map.get(groupOf({ name, path: alias || name }))!.push(name);
  }
  return map;
}

/** What is asked of each target. */
export const targetParts = ["type", "displayName", "alternateId", "id", "detailEntry.methodTypeUsed", "changeDetails.from", "changeDetails.to"] as const;
/** Okta writes up to a handful; what is beyond is in the raw record. */
export const mostTargets = 10;

/** The names of the fields of single targets. */
export function targetFields(): string[] {
  return Array.from({ length: mostTargets }, (_, i) => targetParts.map((part) => `target${i}.${part}`)).flat();
}
