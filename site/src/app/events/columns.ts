// The columns of the event table.

export type Kind = "time" | "outcome" | "code" | "text";

export interface Column {
  /** The field's name in queries. */
  field: string;
  title: string;
  /** In rem. */
  width: number;
  /** The width was set by hand. */
  set?: boolean;
  kind: Kind;
}

export const profiles = ["minimal", "standard", "all"] as const;
export type Profile = (typeof profiles)[number];

export const timeField = "time";

type Known = readonly [field: string, title: string, width: number, kind: Kind];

// By the names that queries have for them; see analyzer/query/field.go.
const known: readonly Known[] = [
  [timeField, "Time", 12.5, "time"],
  ["type", "Event type", 17, "code"],
  ["message", "Message", 18, "text"],
  ["kind", "Kind", 6, "text"],
  ["result", "Outcome", 6.5, "outcome"],
  ["user", "User", 15, "text"],
  ["actor", "Actor", 15, "text"],
  ["actor.alternateId", "Actor’s login name", 15, "text"],
  ["actor.displayName", "Actor’s name", 12, "text"],
  ["actor.id", "Actor’s ID", 14, "code"],
  ["actor.type", "Actor’s type", 9, "text"],
  ["ip", "Address", 9.5, "code"],
  ["network", "Network", 10, "code"],
  ["city", "City", 8, "text"],
  ["state", "State", 8, "text"],
  ["country", "Country", 9, "text"],
  ["reason", "Reason", 11, "text"],
  ["org", "Network’s owner", 12, "text"],
  ["asn", "ASN", 6, "code"],
  ["isp", "ISP", 12, "text"],
  ["domain", "Domain", 10, "text"],
  ["proxy", "Proxy", 5, "text"],
  ["zone", "Zone", 8, "text"],
  ["browser", "Browser", 7.5, "text"],
  ["os", "OS", 7, "text"],
  ["agent", "User agent", 22, "text"],
  ["client.userAgent.browser", "Browser, by Okta", 9, "text"],
  ["client.userAgent.os", "OS, by Okta", 9, "text"],
  ["device", "Device", 9, "text"],
  ["devicetoken", "Device token", 14, "code"],
  ["session", "Session", 14, "code"],
  ["externalSessionId", "Session’s ID", 14, "code"],
  ["rootSessionId", "Root session", 14, "code"],
  ["target", "Targets", 16, "text"],
  ["app", "Application", 12, "text"],
  ["group", "Group", 12, "text"],
  ["target[].alternateId", "Targets’ login names", 15, "text"],
  ["target[].type", "Targets’ types", 10, "text"],
  ["target[].id", "Targets’ IDs", 14, "code"],
  ["severity", "Severity", 6, "text"],
  ["risk", "Risk", 12, "text"],
  ["legacyEventType", "Event type, legacy", 15, "code"],
  ["transaction", "Transaction", 14, "code"],
  ["uri", "Request URI", 14, "code"],
  ["url", "URL", 16, "code"],
  ["chain", "Addresses passed", 12, "code"],
  ["uuid", "UUID", 20, "code"],
];

const byField = new Map(known.map(([field, title, width, kind]): [string, Column] => [field, { field, title, width, kind }]));

const chosen: Record<Exclude<Profile, "all">, readonly string[]> = {
  minimal: [timeField, "type", "result", "user", "ip"],
  standard: [timeField, "type", "result", "user", "ip", "city", "country", "reason", "browser", "os", "session", "target"],
};

/** The column of a field. */
export function columnOf(field: string): Column {
  return byField.get(field) ?? { field, title: titleOf(field), width: 11, kind: "text" };
}

/**
 * The fields of a profile, of those that the log has. While these are not known
 * yet, the log is taken to have the usual ones.
 */
export function fieldsOf(profile: Profile, present: readonly string[]): string[] {
  if (present.length === 0) return [...chosen[profile === "minimal" ? profile : "standard"]];
  const has = new Set(present);
  if (profile !== "all") return chosen[profile].filter((f) => f === timeField || has.has(f));
  return ordered([timeField, ...present]);
}

/** Fields in the order of the table: the known ones first, each once. */
export function ordered(fields: readonly string[]): string[] {
  const given = new Set(fields);
  const first = known.map(([field]) => field).filter((f) => given.has(f));
  return [...new Set([...first, ...fields])];
}

/** The profile that shows exactly these fields, if there is one. */
export function profileOf(fields: readonly string[], present: readonly string[]): Profile | null {
  return profiles.find((p) => fieldsOf(p, present).join() === fields.join()) ?? null;
}

// What of a key says only where the API keeps the field.
const places = /^(?:debugContext\.debugData|authenticationContext|securityContext|client)\./;

/** A field's key as a title: "grantType" is "Grant type". */
export function titleOf(field: string): string {
  const words = field
    .replace(places, "")
    .replace(/\[\]/g, "")
    .replace(/detailEntry\.|changeDetails\./, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[._ ]+/)
    .map((w) => (/^[A-Z]{2,}$/.test(w) ? w : w.toLowerCase()))
    .map((w) => short.get(w) ?? w)
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const short = new Map(["api", "id", "ip", "os", "uri", "url", "uuid"].map((w) => [w, w.toUpperCase()]));
