// The lists that rules ask for by name.

import type { Configuration, Need } from "../../engine/types";

/** What the lists of the built-in rules are for. */
const purposes: Record<string, string> = {
  disposable_mail_domains: "Domains of throw-away mail addresses, such as trash.example.net.",
  indicator_addresses: "Addresses and networks known from an attack: 203.0.113.20, 2001:db8:bad::/48.",
  corporate_device_names: "What the names of the organisation's devices look like; * stands for anything: EX-*.",
  vpn_provider_networks: "Networks of providers of VPNs and rented servers: 203.0.113.0/25.",
  watchlist_countries: "Countries, as the log writes them, that nobody should sign in from.",
  payroll_applications: "Names of the applications that salaries are paid with, beside those that are known.",
  corporate_networks: "Networks of the organisation, beside those of this label on the allow-list.",
  vpn_networks: "Networks of the organisation's VPN, beside those of this label on the allow-list.",
  vendor_networks: "Networks of vendors, beside those of this label on the allow-list.",
};

/** Lists that follow from the working hours. */
const fromHours = ["working_hours", "working_days"];

/** One list as it is shown. */
export interface ListInfo {
  name: string;
  purpose: string;
  /** The ids of the detections that take it. */
  detections: string[];
  values: readonly string[];
}

/** Every list that a detection takes, and those of the configuration that none does, by name. */
export function listsOf(needs: Readonly<Record<string, Need>>, { lists = {} }: Configuration): ListInfo[] {
  const takers = new Map<string, string[]>();
  for (const [id, need] of Object.entries(needs)) {
    for (const list of need.lists) takers.set(list, [...(takers.get(list) ?? []), id]);
  }
  const names = new Set([...takers.keys(), ...Object.keys(lists)].filter((n) => !fromHours.includes(n)));
  return [...names].sort().map((name) => ({
    name,
    purpose: Object.hasOwn(purposes, name) ? purposes[name]! : "",
    detections: takers.get(name) ?? [],
    values: Object.hasOwn(lists, name) ? lists[name]! : [],
  }));
}

/** The values of a text, one a line: without blanks around them, empty ones and repetitions. */
export function valuesOf(text: string): string[] {
  return [...new Set(text.split(/\r\n|\r|\n/).map((v) => v.trim()))].filter((v) => v !== "");
}
