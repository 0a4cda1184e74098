import assert from "node:assert/strict";
import { test } from "node:test";
import { cameraOn, coasts, height, kept, pointOf, viewBox, wayOf, whole, width } from "./projection";

test("the world fills the drawing, north is up and east is right", () => {
  const [x, y] = pointOf([0, 0]);
  assert.ok(Math.abs(x - width / 2) < 1 && Math.abs(y - height / 2) < 1);
  assert.ok(pointOf([13, 52])[1] < y && pointOf([13, 52])[0] > x);
  assert.match(coasts(), /^M/);
  assert.equal(viewBox(whole), `0.00 0.00 ${width}.00 ${height}.00`);
});

test("a way bends with the earth, and splits at the edge of the map", () => {
  assert.ok(wayOf([-74, 40], [139, 35]).split("L").length > 3);
  assert.equal(wayOf([170, 0], [-170, 0]).split("M").length, 3);
});

test("a camera shows all places and stays on the world", () => {
  const near = cameraOn([
    [13.4, 52.5],
    [9.99, 53.55],
  ]);
  assert.ok(near.zoom > 4 && near.zoom <= 8);
  const far = cameraOn([
    [13.4, 52.5],
    [151.2, -33.9],
    [-122.4, 37.8],
  ]);
  assert.ok(far.zoom < 2);
  assert.deepEqual(cameraOn([]), whole);
  assert.deepEqual(kept({ zoom: 0.1, x: -50, y: 9999 }), whole);
  assert.equal(kept({ zoom: 1000, x: 0, y: 0 }).zoom, 24);
});
