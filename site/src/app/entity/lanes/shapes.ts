// The marks of events: a shape for each kind, within 5 units around zero.

import type { EventKind } from "../model";

/** How each kind of event is drawn and called. */
export const kinds: Record<EventKind, { name: string; path: string }> = {
  signin: { name: "sign-in", path: "M5 0A5 5 0 1 1-5 0A5 5 0 1 1 5 0Z" },
  mfa: { name: "MFA", path: "M0-6L6 0L0 6L-6 0Z" },
  app: { name: "application", path: "M-4.5-4.5H4.5V4.5H-4.5Z" },
  admin: { name: "administration", path: "M0-5.8L5.8 4.6H-5.8Z" },
  policy: { name: "policy", path: "M0 5.8L-5.8-4.6H5.8Z" },
  session: { name: "session", path: "M-3-6H3V6H-3Z" },
  token: { name: "token", path: "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z" },
  other: { name: "other", path: "M-3-5.2H3L6 0L3 5.2H-3L-6 0Z" },
};

/** The stroke across a mark that failed: colour is not all that says so. */
export const cross = "M-7.5 7.5L7.5-7.5";

export const kindList = Object.keys(kinds) as EventKind[];
