import assert from "node:assert/strict";
import { test } from "node:test";
import { eventTerm, narrowed } from "./queries";

test("the query of one event, whatever its uuid holds", () => {
  assert.equal(eventTerm("828ffd05-60b7-11f1-9d61-bca774cd1796"), "uuid:828ffd05-60b7-11f1-9d61-bca774cd1796");
  assert.equal(eventTerm('a" OR type:*'), 'uuid:"a\\" OR type:*"');
});

test("an entity's events are narrowed by values, also by absent ones", () => {
  assert.equal(narrowed("user:00u1", { browser: "Edge", os: "Windows" }), "user:00u1 browser:Edge os:Windows");
  assert.equal(narrowed("user:00u1", { city: "", country: "United States" }), 'user:00u1 -city:* country:"United States"');
});
