import assert from "node:assert/strict";
import { test } from "node:test";
import { around, isZoomed, pan, reveal, shortest, zoom } from "./view";

const full = { from: 0, to: 1000 };

test("zooming keeps the time under the pointer in its place", () => {
  const view = zoom(full, full, 0.5, 250);
  assert.deepEqual(view, { from: 125, to: 625 });
  assert.equal((250 - view.from) / (view.to - view.from), 0.25);
});

test("zooming ends at the shortest view and at the whole", () => {
  const near = zoom({ from: 100, to: 160 }, full, 0.01, 130);
  assert.equal(near.to - near.from, shortest);
  assert.deepEqual(zoom({ from: 900, to: 1000 }, full, 100, 950), full);
});

test("panning ends where nothing more is to be seen", () => {
  assert.deepEqual(pan({ from: 100, to: 300 }, full, 50), { from: 150, to: 350 });
  assert.deepEqual(pan({ from: 100, to: 300 }, full, -500), { from: 0, to: 200 });
  assert.deepEqual(pan({ from: 100, to: 300 }, full, 5000), { from: 800, to: 1000 });
});

test("a time is brought into view with as little movement as it takes", () => {
  assert.deepEqual(reveal({ from: 100, to: 200 }, full, 150), { from: 100, to: 200 });
  assert.deepEqual(reveal({ from: 100, to: 200 }, full, 300), { from: 206, to: 306 });
  assert.deepEqual(reveal({ from: 100, to: 200 }, full, 0), { from: 0, to: 100 });
});

test("a single moment has a view around it", () => {
  const view = around(5000, 5000);
  assert.ok(view.from < 5000 && view.to > 5000);
  assert.equal(isZoomed(view, view), false);
  assert.equal(isZoomed(zoom(view, view, 0.5, 5000), view), true);
});
