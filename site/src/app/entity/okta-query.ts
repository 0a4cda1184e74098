// The expression that finds an entity's events in Okta.

import type { Entity, EntityKind } from "../state/state";

const paths: Record<EntityKind, string> = {
  user: "actor.id",
  session: "authenticationContext.externalSessionId",
  address: "client.ipAddress",
  application: "target.id",
};

/**
 * The expression that Okta's System Log search takes for an entity. Users and
 * applications without an id of Okta's are looked for by their name.
 */
export function oktaQuery({ kind, id }: Entity): string {
  let path = paths[kind];
  if (kind === "user" && !/^00u\w+$/.test(id)) path = "actor.alternateId";
  if (kind === "application" && !/^0oa\w+$/.test(id)) path = "target.displayName";
  return `${path} eq "${id.replace(/["\\]/g, "\\$&")}"`;
}
