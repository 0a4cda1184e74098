import assert from "node:assert/strict";
import { test } from "node:test";
import { laneEvent } from "./fixture";
import { stays, stepLabels, steps } from "./path";

const events = [0, 0, 1, 0, 2, 2].map((lane, i) => laneEvent(i * 10, lane));

test("stays are runs of one lane, steps are what lies between", () => {
  const list = stays(events);
  assert.deepEqual(
    list.map((s) => [s.lane, s.from, s.to, s.events]),
    [[0, 0, 10, 2], [1, 20, 20, 1], [0, 30, 30, 1], [2, 40, 50, 2]],
  );
  assert.deepEqual(steps(list), [
    { from: 0, to: 1, left: 10, time: 20 },
    { from: 1, to: 0, left: 20, time: 30 },
    { from: 0, to: 2, left: 30, time: 40 },
  ]);
  assert.deepEqual(steps(stays([])), []);
});

test("events without a context are stepped over", () => {
  const blank = [false, true, false];
  assert.deepEqual(
    stays(events, blank).map((s) => [s.lane, s.from, s.to]),
    [[0, 0, 30], [2, 40, 50]],
  );
});

test("labels of steps do not lie on each other nor leave the picture", () => {
  const list = steps(stays(events));
  const labels = (scale: number, end: number) => stepLabels(list, (t) => t * scale, 50, end).map((l) => [l.x, l.lane]);
  assert.deepEqual(labels(1, 1000), [[20, 0], [40, 1]]);
  assert.deepEqual(labels(6, 1000), [[120, 0], [180, 0], [240, 1]]);
  assert.deepEqual(labels(6, 200), [[120, 0]]);
});
