import assert from "node:assert/strict";
import { test } from "node:test";
import { paths, sumAt, sums } from "./stack";

const data = { success: [8, 0, 999], failure: [2, 0, 1], deny: [0, 0, 0], other: [0, 0, 0] };

test("the events of a step are those of all its classes", () => {
  assert.deepEqual(sums(data), [10, 0, 1000]);
  assert.equal(sumAt(data, 0), 10);
  assert.equal(sumAt(data, 7), 0);
});

test("bars stand on each other, what failed at the bottom", () => {
  const { success, failure, deny } = paths(data, 10, 12);
  assert.match(failure, /^M0 12V10H1V12z/);
  assert.match(success, /^M0 10V2H1V10z/);
  assert.equal(deny, "");
});

test("one event among a thousand can be seen", () => {
  assert.match(paths(data, 1000, 50).failure, /M2 50V48\.5H3V50z$/);
});
