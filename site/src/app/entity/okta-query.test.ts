import assert from "node:assert/strict";
import { test } from "node:test";
import { oktaQuery } from "./okta-query";

test("an entity's expression for Okta's search", () => {
  assert.equal(oktaQuery({ kind: "session", id: "idxBN0w" }), 'authenticationContext.externalSessionId eq "idxBN0w"');
  assert.equal(oktaQuery({ kind: "address", id: "203.0.113.7" }), 'client.ipAddress eq "203.0.113.7"');
});

test("who has no id of Okta's is looked for by name", () => {
  assert.equal(oktaQuery({ kind: "user", id: "00u1" }), 'actor.id eq "00u1"');
  assert.equal(oktaQuery({ kind: "user", id: "alice@example.com" }), 'actor.alternateId eq "alice@example.com"');
  assert.equal(oktaQuery({ kind: "application", id: "Payroll" }), 'target.displayName eq "Payroll"');
});

test("an id cannot end its quotes", () => {
  assert.equal(oktaQuery({ kind: "user", id: 'x" or actor.id pr or "\\' }), 'actor.alternateId eq "x\\" or actor.id pr or \\"\\\\"');
});
