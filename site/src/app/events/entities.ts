import type { Entity } from "../state/state";

/** The fields that every row brings with it, shown or not. */
export const always = ["result", "actor.id", "actor.type"];

const actor = new Set(["actor", "actor.id", "actor.alternateId", "actor.displayName"]);
const session = new Set(["session", "externalSessionId", "rootSessionId"]);
const address = new Set(["ip", "chain", "suspiciousActivityEventIp"]);
const application = new Set(["app", "client.id"]);
/** Fields that an event can have several times. */
const several = new Set(["target", "app", "group", "chain"]);

/** How the values of an event are looked up: by the field's name. */
export type Lookup = (field: string) => string;

// The words that stand for nothing, as analyzer/event has them.
const nothing = /^(|-|null|unknown)$/i;

/** Whether a value says nothing: empty, or one of the words that are written for it. */
export function blank(value: string): boolean {
  return nothing.test(value);
}

/** The entity whose page says more of a value; null if there is none. */
export function entityOf(field: string, value: string, of: Lookup): Entity | null {
  if (blank(value)) return null;
  if (address.has(field)) return { kind: "address", id: value };
  if (session.has(field)) return { kind: "session", id: value };
  if (field === "user") return { kind: "user", id: value };
  if (application.has(field)) return { kind: "application", id: value };
  if (!actor.has(field)) return null;
  const id = blank(of("actor.id")) ? value : of("actor.id");
  const type = of("actor.type");
  if (type === "User" || type === "") return { kind: "user", id };
  return /client|app/i.test(type) ? { kind: "application", id } : null;
}

/** The entity of a target, by its type. */
export function targetEntity(type: string, id: string): Entity | null {
  if (blank(id)) return null;
  if (type === "User") return { kind: "user", id };
  return type === "AppInstance" ? { kind: "application", id } : null;
}

/**
 * The values of a cell: of a field that an event has several times, each. They
 * are joined by "; ", which a value may hold too: then it is taken for several.
 */
export function valuesOf(field: string, cell: string): string[] {
  if (cell === "") return [];
  return several.has(field) || field.includes("[]") ? [...new Set(cell.split("; "))].filter((v) => v !== "") : [cell];
}
