import assert from "node:assert/strict";
import { test } from "node:test";
import { grow } from "./range";

test("the range holds the row and does not jump while it can grow", () => {
  const cases: [string, [number, number], number, number, [number, number]][] = [
    ["inside", [0, 100], 50, 5000, [0, 100]],
    ["next row", [0, 100], 100, 5000, [0, 200]],
    ["row before", [300, 400], 299, 5000, [200, 400]],
    ["before the first step", [50, 150], 49, 5000, [0, 150]],
    ["far below", [0, 100], 4999, 5000, [4900, 5000]],
    ["far above", [4900, 5000], 0, 5000, [0, 100]],
    ["short list", [0, 100], 3, 7, [0, 7]],
    ["list that shrank", [4900, 5000], 0, 3, [0, 3]],
    ["list that grew", [0, 7], 0, 5000, [0, 100]],
  ];
  for (const [name, [from, to], at, length, want] of cases) {
    const range = grow({ from, to }, at, 100, length);
    assert.deepEqual([range.from, range.to], want, name);
    assert.ok(at >= range.from && at < range.to, name);
    assert.deepEqual(grow(range, at, 100, length), range, `${name}: again`);
  }
});
