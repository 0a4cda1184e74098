import assert from "node:assert/strict";
import { test } from "node:test";
import { barOf, lowest, moved, reveal, rowsIn, space, tallest, topOf, within, type Extent } from "./scroll";

const short: Extent = { rows: 1000, row: 28, view: 600 };
const long: Extent = { rows: 1_000_000, row: 28, view: 600 };

test("a list that fits is scrolled as it stands", () => {
  assert.equal(space(short), 28_000);
  for (const top of [0, 1, 13_700, 27_400]) {
    assert.equal(barOf(short, top), top);
    assert.equal(topOf(short, top), top);
    assert.equal(moved(short, 0, 0, top), top);
  }
});

test("the ends of a scaled scrollbar are the ends of the list", () => {
  assert.equal(space(long), tallest);
  assert.equal(topOf(long, 0), 0);
  assert.equal(topOf(long, tallest - 600), lowest(long));
  assert.equal(barOf(long, lowest(long)), tallest - 600);
  // The last row is in view, and is the last that is.
  assert.equal(rowsIn(long, lowest(long)).to, 1_000_000);
  assert.equal(moved(long, 5_000_000, 100_000, tallest - 600.4), lowest(long));
  assert.equal(moved(long, 3, 900, 0), 0);
});

test("every row can be reached, and shown to the pixel", () => {
  for (const at of [0, 1, 499_999, 999_998, 999_999]) {
    const top = reveal(long, 12_345_678, at);
    const { from, to } = rowsIn(long, top);
    assert.ok(from <= at && at < to, `row ${at}: ${from} to ${to}`);
    assert.equal(within(long, top), top);
  }
});

test("a small move of a scaled scrollbar is one to one, a large one in proportion", () => {
  assert.equal(moved(long, 5000, 1000, 1030), 5030);
  assert.equal(moved(long, 5000, 1000, 970), 4970);
  assert.equal(moved(long, 10, 1000, 970), 0);
  // The end of the scrollbar skips no rows.
  assert.equal(moved(long, 20_000_000, tallest - 700, tallest - 600), 20_000_100);
  assert.equal(moved(long, 20_000_000, 100, 0), 19_999_900);
  const half = (tallest - 600) / 2;
  assert.equal(moved(long, 5000, 1000, half), lowest(long) / 2);
});

test("a row in view stays where it is", () => {
  assert.equal(reveal(short, 280, 12), 280);
  assert.equal(reveal(short, 280, 9), 252);
  assert.equal(reveal(short, 0, 999), 27_400);
});

test("short lists and views without height", () => {
  assert.deepEqual(rowsIn({ rows: 3, row: 28, view: 600 }, 0), { from: 0, to: 3 });
  assert.deepEqual(rowsIn({ rows: 0, row: 28, view: 600 }, 0), { from: 0, to: 0 });
  assert.equal(barOf({ rows: 3, row: 28, view: 600 }, 50), 0);
  assert.equal(topOf({ rows: 3, row: 28, view: 600 }, 50), 0);
});
