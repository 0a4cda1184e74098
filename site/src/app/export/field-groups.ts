// The fields that a redacted export can show, in groups that people look for.

import type { RedactField } from "../../engine/export-types";
import { titleOf } from "../events/columns";

export interface FieldGroup {
  title: string;
  fields: RedactField[];
}

// The first whose key begins with one of these takes a field.
const groups: readonly [title: string, starts: readonly string[]][] = [
  ["Who", ["actor."]],
  ["On what", ["target["]],
  ["Place", ["client.geographicalContext.", "request.ipChain[].geographicalContext."]],
  ["Network", ["client.ipAddress", "client.zone", "request.ipChain", "securityContext."]],
  ["Browser and device", ["client.userAgent.", "client.device", "client.id", "device.", "debugContext.debugData.dtHash", "debugContext.debugData.deviceFingerprint"]],
  ["Session and sign-in", ["authenticationContext.", "transaction."]],
  ["What happened", ["eventType", "legacyEventType", "displayMessage", "severity", "outcome.", "published", "uuid", "version"]],
];
const rest = "Particulars";

/** The fields that the log carries, by group; groups without any are left out. */
export function groupsOf(fields: readonly RedactField[]): FieldGroup[] {
  const map = new Map<string, RedactField[]>([...groups.map(([title]) => title), rest].map((title) => [title, []]));
  for (const field of fields) {
    if (!field.carried) continue;
    const title = groups.find(([, starts]) => starts.some((s) => field.key.startsWith(s)))?.[0] ?? rest;
    map.get(title)!.push(field);
  }
  return [...map].filter(([, list]) => list.length > 0).map(([title, list]) => ({ title, fields: list }));
}

// Where the key alone would say too little, or the same as another.
const titles: Record<string, string> = {
  "actor.id": "Actor’s ID",
  "actor.type": "Actor’s type",
  "actor.displayName": "Actor’s name",
  "actor.alternateId": "Actor’s login name",
  "actor.detailEntry": "Actor’s particulars",
  "target[].id": "Targets’ IDs",
  "target[].type": "Targets’ types",
  "target[].displayName": "Targets’ names",
  "target[].alternateId": "Targets’ login names",
  "client.geographicalContext.city": "City",
  "client.geographicalContext.state": "State",
  "client.geographicalContext.country": "Country",
  "client.geographicalContext.postalCode": "Postal code",
  "client.geographicalContext.geolocation.lat": "Latitude",
  "client.geographicalContext.geolocation.lon": "Longitude",
  "request.ipChain[].geographicalContext.postalCode": "Postal codes of the addresses passed",
  "request.ipChain[].geographicalContext.state": "States of the addresses passed",
  "request.ipChain[].geographicalContext.geolocation.lat": "Latitudes of the addresses passed",
  "request.ipChain[].geographicalContext.geolocation.lon": "Longitudes of the addresses passed",
  "request.ipChain[].ip": "Addresses passed",
  "request.ipChain[].version": "Versions of the addresses passed",
  "request.ipChain[].source": "Sources of the addresses passed",
  "client.ipAddress": "Address",
  "client.userAgent.rawUserAgent": "User agent",
  "client.userAgent.os": "OS",
  "client.userAgent.browser": "Browser",
  "client.id": "Client’s ID",
  "client.device": "Kind of device",
  "client.zone": "Network zone",
  "device.id": "Device’s ID",
  "device.name": "Device’s name",
  "transaction.id": "Transaction",
  "transaction.detail.rootApiTokenId": "Root API token",
  "transaction.detail.requestApiTokenId": "API token of the request",
  "transaction.type": "Type of transaction",
  "published": "Time",
  "uuid": "UUID of the event",
};

/** A field's name for people. */
export function fieldTitle({ key }: Pick<RedactField, "key">): string {
  return titles[key] ?? titleOf(key);
}

/** The keys that are allowed: those chosen, or those by default. */
export function allowedOf(fields: readonly RedactField[], allow: readonly string[] | null): Set<string> {
  return new Set(allow ?? fields.filter((f) => f.default).map((f) => f.key));
}

/** The choice after a switch of some fields; null when it is that by default again. */
export function withFields(fields: readonly RedactField[], allow: readonly string[] | null, keys: readonly string[], on: boolean): string[] | null {
  const set = allowedOf(fields, allow);
  for (const key of keys) {
    if (on) set.add(key);
    else set.delete(key);
  }
  const usual = allowedOf(fields, null);
  if (set.size === usual.size && [...set].every((key) => usual.has(key))) return null;
  return fields.map((f) => f.key).filter((key) => set.has(key));
}
