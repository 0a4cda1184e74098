import assert from "node:assert/strict";
import { test } from "node:test";
import { laneSummary, type Said } from "./summary";

const first = Date.parse("2026-06-05T06:58:10Z");
const stolen: Said = {
  lanes: 3,
  changes: 14,
  events: 30,
  failures: 0,
  first,
  last: first + 3 * 3_600_000,
  start: first + 26_000,
  end: null,
  after: 0,
};

test("contexts, changes, events, and what is known of start and end", () => {
  assert.equal(
    laneSummary(stolen),
    "3 contexts, 14 changes between them, 30 events in 3 h, no failure. It starts at 2026-06-05 06:58:36 UTC; the log has no end of it.",
  );
  assert.match(laneSummary({ ...stolen, end: first + 60_000, after: 12 }), /12 events after the end\.$/);
  assert.match(laneSummary({ ...stolen, start: null }), /does not have its start, nor an end\.$/);
  assert.match(laneSummary({ ...stolen, start: null, end: first, after: 1 }), /start; it ends at .*, with 1 event after the end\.$/);
});

test("one context is not said to have no changes between them", () => {
  assert.match(laneSummary({ ...stolen, lanes: 1, changes: 0, failures: 1 }), /^1 context, no change of context, .* 1 failure or denial\./);
});
