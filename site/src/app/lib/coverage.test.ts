import assert from "node:assert/strict";
import { test } from "node:test";
import type { Coverage, Histogram } from "../../engine/types";
import { bars, stepAt, stepName, table, warnings } from "./coverage";

const histogram = (events: number[], step_hours = 1, from = "2026-06-01T22:00:00.000Z"): Histogram => ({
  from,
  step_hours,
  events,
  before: 0,
  after: 0,
});

test("bars hold every event, in as many bars as there is room for", () => {
  for (const n of [1, 2, 239, 240, 241, 2400]) {
    const list = bars(histogram(Array.from({ length: n }, () => 2)), 240);
    assert.ok(list.length <= 240 && list.length >= Math.min(n, 120));
    assert.equal(list.reduce((sum, b) => sum + b.events, 0), 2 * n);
    assert.equal(list[0]!.from, 0);
    assert.equal(list.at(-1)!.to, n);
    list.slice(1).forEach((bar, i) => assert.equal(bar.from, list[i]!.to));
  }
});

test("times have their place in the histogram, and none beside it", () => {
  const h = histogram([1, 2, 3, 4]);
  assert.equal(stepAt(h, "2026-06-02T00:30:00.000Z"), 2.5);
  assert.equal(stepAt(h, "2020-01-01T00:00:00.000Z"), 0);
  assert.equal(stepAt(h, "2030-01-01T00:00:00.000Z"), 4);
});

test("the table has a line a day and a column an hour", () => {
  const { columns, rows } = table(histogram([1, 2, 3]));
  assert.equal(columns.length, 24);
  assert.deepEqual(rows.map((r) => [r.day, r.sum]), [["2026-06-01", 3], ["2026-06-02", 3]]);
  assert.deepEqual(rows[0]!.counts.slice(21), [null, 1, 2]);
  assert.deepEqual(rows[1]!.counts.slice(0, 2), [3, null]);
});

test("the table of long steps has a line a step", () => {
  const { columns, rows } = table(histogram([5, 0, 7], 168, "2026-06-01T00:00:00.000Z"));
  assert.deepEqual(columns, [0]);
  assert.deepEqual(rows, [
    { day: "2026-06-01", counts: [5], sum: 5 },
    { day: "2026-06-08", counts: [0], sum: 0 },
    { day: "2026-06-15", counts: [7], sum: 7 },
  ]);
  const six = table(histogram([1, 2], 6, "2026-06-01T18:00:00.000Z"));
  assert.deepEqual(six.columns, [0, 6, 12, 18]);
  assert.deepEqual(six.rows.map((r) => r.counts), [[null, null, null, 1], [2, null, null, null]]);
});

test("steps have names", () => {
  assert.deepEqual([1, 6, 24, 48, 168].map(stepName), ["hour", "6 hours", "day", "2 days", "7 days"]);
});

test("a log from the future is warned of by the page's clock", () => {
  const coverage: Coverage = {
    span: { first: "", last: "", hours: 0 },
    hours: histogram([1]),
    gaps: [],
    warnings: [{ code: "gaps", text: "a gap" }],
  };
  const last = "2026-06-14T09:31:00.000Z";
  const day = 86_400_000;
  assert.deepEqual(warnings(coverage, last, Date.parse(last)), ["a gap"]);
  assert.deepEqual(warnings(coverage, last, Date.parse(last) - day), ["a gap"]);
  assert.equal(warnings(coverage, last, Date.parse(last) - day - 1).length, 2);
  assert.deepEqual(warnings(coverage, "", 0), ["a gap"]);
});
