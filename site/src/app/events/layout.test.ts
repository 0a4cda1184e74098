import assert from "node:assert/strict";
import { test } from "node:test";
import type { Column } from "./columns";
import { leastWidth, mostWidth, place, widthsWith, withWidths } from "./layout";

const columns: readonly Column[] = [
  { field: "time", title: "Time", width: 10, kind: "time" },
  { field: "type", title: "Event type", width: 10, kind: "code" },
  { field: "user", title: "User", width: 10, kind: "text" },
];
const px = (list: readonly { px: number }[]) => list.map((c) => c.px);

test("columns of texts share the room, unless their width was set", () => {
  assert.deepEqual(px(place(columns, 10, 420, 20)), [100, 150, 150]);
  const set = withWidths(columns, new Map([["user", 12]]));
  assert.deepEqual(px(place(set, 10, 420, 20)), [100, 180, 120]);
});

test("a column that is changed leaves every other one as it is", () => {
  const before = place(columns, 10, 420, 20);
  const widths = widthsWith(before, 10, "type", 7);
  assert.deepEqual(px(place(withWidths(columns, widths), 10, 420, 20)), [100, 70, 150]);
  // Another window, or larger letters.
  assert.deepEqual(px(place(withWidths(columns, widths), 20, 2000, 20)), [200, 140, 300]);
});

test("no width is out of bounds", () => {
  const placed = place(columns, 10, 420, 20);
  for (const [given, want] of [[-5, leastWidth], [1e9, mostWidth]] as const) {
    assert.equal(widthsWith(placed, 10, "user", given).get("user"), want);
  }
});
