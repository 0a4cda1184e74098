import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOf, deedOf, oktaQuery, titleOf, type Spot } from "./actions";
import { entityOf, targetEntity, valuesOf, type Lookup } from "./entities";

const of = (values: Record<string, string>): Lookup => (field) => values[field] ?? "";
const alice = of({ "actor.id": "00ualice", "actor.type": "User" });

test("a value leads to the entity that it names", () => {
  assert.deepEqual(entityOf("actor.alternateId", "alice@example.com", alice), { kind: "user", id: "00ualice" });
  assert.deepEqual(entityOf("user", "alice@example.com", alice), { kind: "user", id: "alice@example.com" });
  assert.deepEqual(entityOf("ip", "192.0.2.1", alice), { kind: "address", id: "192.0.2.1" });
  assert.deepEqual(entityOf("session", "idx1", alice), { kind: "session", id: "idx1" });
  assert.equal(entityOf("city", "Berlin", alice), null);
});

test("what stands for nothing leads nowhere", () => {
  assert.equal(entityOf("ip", "", alice), null);
  assert.equal(entityOf("session", "unknown", alice), null);
  const nobody = of({ "actor.id": "unknown", "actor.type": "User" });
  assert.deepEqual(entityOf("actor.alternateId", "bob@example.com", nobody), { kind: "user", id: "bob@example.com" });
  assert.equal(entityOf("actor.displayName", "Okta System", of({ "actor.id": "system", "actor.type": "SystemPrincipal" })), null);
});

test("a target is a page of its own by its type", () => {
  assert.deepEqual(targetEntity("AppInstance", "0oa1"), { kind: "application", id: "0oa1" });
  assert.deepEqual(targetEntity("User", "00u1"), { kind: "user", id: "00u1" });
  assert.equal(targetEntity("UserGroup", "00g1"), null);
});

test("the values of a field that an event has several times", () => {
  assert.deepEqual(valuesOf("target", "Alice; Mail; Alice"), ["Alice", "Mail"]);
  assert.deepEqual(valuesOf("agent", "Mozilla/5.0 (X11; Linux)"), ["Mozilla/5.0 (X11; Linux)"]);
  assert.deepEqual(valuesOf("target", ""), []);
});

const spot = (field: string, value: string): Spot => ({ uuid: "u-1", field, value, of: alice });

test("keys change the query by the value that they are pressed on", () => {
  assert.deepEqual(actionOf("include", spot("city", "New York"), "x"), { type: "query", text: 'x city:"New York"' });
  assert.deepEqual(actionOf("exclude", spot("city", ""), ""), { type: "query", text: "city:*" });
  assert.deepEqual(actionOf("around", spot("city", ""), "x"), { type: "events", query: "around:u-1~10m", range: null });
  assert.equal(actionOf("include", spot("time", "2026-06-01"), ""), null);
  assert.equal(actionOf("pivot", spot("city", "Berlin"), ""), null);
  assert.equal(deedOf("i"), "include");
  assert.equal(deedOf("a"), undefined);
});

test("what cannot be done has no title", () => {
  assert.equal(titleOf("pivot", spot("city", "Berlin")), "");
  assert.equal(titleOf("copy", spot("city", "")), "");
  assert.equal(titleOf("include", spot("city", "Berlin")), "Only city “Berlin”");
});

test("the query for Okta cannot be left by what the uuid holds", () => {
  assert.equal(oktaQuery("a-1"), 'uuid eq "a-1"');
  assert.equal(oktaQuery('a" or 1'), 'uuid eq "a\\" or 1"');
});
