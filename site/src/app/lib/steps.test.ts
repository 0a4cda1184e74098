import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsOf } from "./steps";

const at = (text: string) => Date.parse(text);

test("steps have a usual length, begin at a whole one and cover the stretch", () => {
  const fortnight = stepsOf(at("2026-06-01T00:05:00Z"), at("2026-06-14T23:59:00Z"), 120);
  assert.deepEqual(fortnight, { from: at("2026-06-01T00:00:00Z"), to: at("2026-06-15T00:00:00Z"), step: 3 * 3_600_000, count: 112 });
  const minutes = stepsOf(at("2026-06-01T10:00:30Z"), at("2026-06-01T10:25:30Z"), 120);
  assert.equal(minutes.step, 15_000);
  assert.equal(minutes.from, at("2026-06-01T10:00:30Z"));
  assert.equal(minutes.count, 100);
});

test("a moment is one step", () => {
  const { count, from, to } = stepsOf(1000, 1001, 100);
  assert.equal(count, 1);
  assert.ok(from <= 1000 && to >= 1001);
});

test("a log that spans millennia has no more steps than asked for", () => {
  const { count, to } = stepsOf(0, at("9999-01-01T00:00:00Z"), 120);
  assert.ok(count <= 120);
  assert.ok(to >= at("9999-01-01T00:00:00Z"));
});
