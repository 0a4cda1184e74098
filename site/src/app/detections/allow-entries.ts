// The entries of the allow-lists as the table shows them.

import type { Allow, AllowEntry, Configuration } from "../../engine/types";
import { allowLists } from "../state/parameters";

export type ListId = keyof Allow;

/** What each list is of, and what is written into it. */
export const listNames: Record<ListId, { one: string; many: string; hint: string }> = {
  users: { one: "user", many: "Users", hint: "login name or id: scanner@example.com" },
  networks: { one: "network", many: "Networks", hint: "CIDR or address: 192.0.2.0/24" },
  user_agents: { one: "user agent", many: "User agents", hint: "raw user agent, * for anything: Okta-Monitor/*" },
  applications: { one: "application", many: "Applications", hint: "name or id: Payroll" },
  api_tokens: { one: "API token", many: "API tokens", hint: "id: 00T1abc" },
};

/** What a network can be. */
export const labels = ["corporate", "vpn", "vendor"] as const;

export interface Listed {
  list: ListId;
  entry: AllowEntry;
}

/** Every entry, list by list. */
export function entriesOf({ allow }: Configuration): Listed[] {
  return allowLists.flatMap((list) => (allow?.[list] ?? []).map((entry) => ({ list, entry })));
}

/** Whether an entry does not count any more at a time, which is that of the log's last event. */
export function isExpired({ expires }: AllowEntry, at: string): boolean {
  if (!expires) return false;
  // A day counts to its end, in UTC.
  const end = /^\d{4}-\d\d-\d\d$/.test(expires) ? Date.parse(`${expires}T00:00:00Z`) + 86_400_000 : Date.parse(expires);
  return Date.parse(at) >= end;
}
