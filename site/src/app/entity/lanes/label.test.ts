import assert from "node:assert/strict";
import { test } from "node:test";
import { sessionLane } from "./fixture";
import { labelParts, letter, telling } from "./label";

const office = sessionLane();

test("the first lane says all that the log knows", () => {
  const parts = labelParts(office, undefined);
  assert.deepEqual(
    telling(parts).map((p) => p.value),
    ["Hamburg, Germany", "192.0.2.0/24", "Edge", "Windows"],
  );
});

test("a later lane says what differs, also that something is missing", () => {
  const parts = labelParts({ ...office, browser: "", os: "Linux" }, office);
  assert.deepEqual(
    telling(parts).map((p) => p.value),
    ["no browser", "Linux"],
  );
  assert.equal(parts.length, 4);
});

test("letters go on after Z", () => {
  assert.deepEqual([0, 25, 26, 53].map(letter), ["A", "Z", "A1", "B2"]);
});
