import assert from "node:assert/strict";
import { test } from "node:test";
import { between, moved, shareOf, timeOf } from "./brush";

const bounds = { from: 1000, to: 2000 };

test("times and their places on the line", () => {
  assert.equal(shareOf(1250, bounds), 0.25);
  assert.equal(shareOf(0, bounds), 0);
  assert.equal(shareOf(9999, bounds), 1);
  assert.equal(shareOf(1000, { from: 1000, to: 1000 }), 0);
  assert.equal(timeOf(0.25, bounds), 1250);
  assert.equal(timeOf(0.259, bounds, 10), 1250);
  assert.equal(timeOf(7, bounds), 2000);
});

test("a stretch is of whole steps, in either direction", () => {
  assert.deepEqual(between(1310, 1105, bounds, 100), { from: 1100, to: 1400 });
  assert.deepEqual(between(1310, 1310, bounds, 100), { from: 1300, to: 1400 });
  assert.deepEqual(between(-50, 1310, bounds, 100), { from: 1000, to: 1400 });
});

test("everything is no stretch", () => {
  assert.equal(between(0, 5000, bounds, 100), null);
});

test("keys move and resize, and stay inside", () => {
  const range = { from: 1100, to: 1300 };
  assert.deepEqual(moved(range, "ArrowRight", false, bounds, 100), { from: 1200, to: 1400 });
  assert.deepEqual(moved(range, "PageUp", false, bounds, 100), { from: 1000, to: 1200 });
  assert.deepEqual(moved(range, "PageDown", false, bounds, 100), { from: 1800, to: 2000 });
  assert.deepEqual(moved(range, "ArrowRight", true, bounds, 100), { from: 1100, to: 1400 });
  assert.deepEqual(moved(range, "ArrowLeft", true, bounds, 100), { from: 1100, to: 1200 });
  assert.deepEqual(moved({ from: 1100, to: 1200 }, "ArrowLeft", true, bounds, 100), { from: 1100, to: 1200 });
  assert.deepEqual(moved(null, "ArrowRight", false, bounds, 100), { from: 1000, to: 1100 });
  assert.equal(moved(range, "Escape", false, bounds, 100), null);
  assert.equal(moved(null, "Escape", false, bounds, 100), undefined);
  assert.equal(moved(range, "x", false, bounds, 100), undefined);
});
