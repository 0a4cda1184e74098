import assert from "node:assert/strict";
import { test } from "node:test";
import { finding, report } from "../state/fixture";
import { entityTitle } from "./title";

test("a title is short, and what would not show is named", () => {
  assert.equal(entityTitle({ kind: "address", id: "203.0.113.194" }), "Address 203.0.113.194");
  assert.equal(entityTitle({ kind: "session", id: "idx_Nt3a6IsTPZaEJR0rK7T8w" }), "Session idx_Nt3a6IsTPZaEJ…");
  assert.equal(entityTitle({ kind: "user", id: "a\u202eb" }), "User a[U+202E]b");
});

test("a user goes by the login name where the report has it", () => {
  const known = report([finding("f")]);
  assert.equal(entityTitle({ kind: "user", id: "00u1" }, known), "User alice");
  assert.equal(entityTitle({ kind: "user", id: "00u2" }, known), "User 00u2");
  assert.equal(entityTitle({ kind: "session", id: "00u1" }, known), "Session 00u1");
});
