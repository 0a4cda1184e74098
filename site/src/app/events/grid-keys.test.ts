import assert from "node:assert/strict";
import { test } from "node:test";
import { moveOf } from "./grid-keys";

const size = { rows: 100, columns: 5, page: 20 };
const move = (key: string, row: number, column: number, ctrlKey = false) => {
  const to = moveOf({ key, ctrlKey }, { row, column }, size);
  return to && [to.row, to.column];
};

test("the keys move the active cell and stop at the table's edges", () => {
  assert.deepEqual(move("ArrowDown", 3, 1), [4, 1]);
  assert.deepEqual(move("ArrowDown", 99, 1), [99, 1]);
  assert.deepEqual(move("ArrowUp", 0, 1), [-1, 1]);
  assert.deepEqual(move("ArrowUp", -1, 1), [-1, 1]);
  assert.deepEqual(move("ArrowLeft", 3, 0), [3, 0]);
  assert.deepEqual(move("ArrowRight", 3, 4), [3, 4]);
  assert.deepEqual(move("ArrowRight", 3, 1, true), [3, 4]);
  assert.deepEqual(move("PageDown", 90, 1), [99, 1]);
  assert.deepEqual(move("PageUp", 5, 1), [0, 1]);
  assert.deepEqual(move("PageUp", -1, 1), [-1, 1]);
  assert.deepEqual(move("Home", 50, 2), [0, 2]);
  assert.deepEqual(move("End", 50, 2), [99, 2]);
  assert.equal(move("x", 50, 2), null);
});

test("a table without rows has its header", () => {
  assert.deepEqual(moveOf({ key: "End", ctrlKey: false }, { row: 0, column: 0 }, { ...size, rows: 0 }), { row: -1, column: 0 });
});
