// The typed facts of a finding as labels and values for people. Keys are
// snake_case and end in their unit where they have one: distance_km.

import { bytes, count, decimal, duration } from "./format";
import { isTime, timeText } from "./time";
import { zone } from "./zone";

export interface Fact {
  label: string;
  /** One value, or several of equal rank. */
  values: string[];
}

type Unit = (n: number) => string;

const units: Record<string, Unit> = {
  km: (n) => `${n < 10 ? decimal(n) : count(n)} km`,
  kmh: (n) => `${count(n)} km/h`,
  ms: duration,
  seconds: (n) => duration(n * 1000),
  minutes: (n) => duration(n * 60_000),
  hours: (n) => duration(n * 3_600_000),
  days: (n) => `${decimal(n)} ${n === 1 ? "day" : "days"}`,
  percent: (n) => `${decimal(n)} %`,
  bytes,
};

const words: Record<string, string> = {
  api: "API",
  app: "application",
  apps: "applications",
  asn: "ASN",
  id: "ID",
  idp: "identity provider",
  ip: "address",
  ips: "addresses",
  mfa: "MFA",
  os: "OS",
  sso: "SSO",
  ua: "user agent",
  uas: "user agents",
  url: "URL",
  uuid: "UUID",
};

/** Facts ready to be shown: the two ends of a movement, then the others by key. */
export function facts(record: Record<string, unknown>): Fact[] {
  const ends = ["from", "to"].filter((key) => Object.hasOwn(record, key));
  const others = Object.keys(record).filter((key) => !ends.includes(key));
  return [...ends, ...others.sort()].map((key) => fact(key, record[key]));
}

/** One fact: "speed_kmh", 10760 is "Speed", "10,760 km/h". */
export function fact(key: string, value: unknown): Fact {
  const parts = key.split("_");
  const last = parts[parts.length - 1]!;
  let unit = parts.length > 1 ? units[last] : undefined;
  if (unit && !isNumeric(value)) unit = undefined;
  return { label: label(unit ? parts.slice(0, -1) : parts), values: values(value, unit) };
}

function label(parts: string[]): string {
  const text = parts.map((w) => words[w] ?? w).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isNumeric(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every((v) => typeof v === "number") : typeof value === "number";
}

function values(value: unknown, unit?: Unit): string[] {
  if (Array.isArray(value)) return value.length === 0 ? ["none"] : value.map((v) => one(v, unit));
  return [one(value, unit)];
}

function one(value: unknown, unit?: Unit): string {
  switch (typeof value) {
    case "number":
      return unit ? unit(value) : decimal(value);
    case "boolean":
      return value ? "yes" : "no";
    case "string":
      return value === "" ? "none" : isTime(value) ? `${timeText(value)} ${zone()}` : value;
    case "object":
      if (value === null) return "none";
      return Array.isArray(value)
        ? value.map((v) => one(v)).join(", ")
        : facts(value as Record<string, unknown>)
            .map((f) => `${f.label.toLowerCase()} ${f.values.join(", ")}`)
            .join("; ");
    default:
      return String(value);
  }
}
