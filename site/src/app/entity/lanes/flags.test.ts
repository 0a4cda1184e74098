import assert from "node:assert/strict";
import { test } from "node:test";
import { finding } from "../../state/fixture";
import { flags } from "./flags";

const at = (minute: number) => new Date(Date.UTC(2026, 5, 5, 8, minute)).toISOString();
const zero = Date.parse(at(0));
// Ten pixels a minute.
const x = (time: number) => ((time - zero) / 60_000) * 10;
const of = (id: string, from: number, to: number) => finding(id, { first: at(from), last: at(to) });

test("flags are as long as their stretch and share a row where there is room", () => {
  const { flags: list } = flags([of("a", 0, 20), of("b", 10, 30), of("c", 25, 40)], x, 20, 600, 4);
  assert.deepEqual(
    list.map((f) => [f.finding.id, f.x, f.width, f.row]),
    [["a", 0, 200, 0], ["b", 100, 200, 1], ["c", 250, 150, 0]],
  );
});

test("a moment has a flag that can be hit, inside of the picture", () => {
  const { flags: list } = flags([of("a", 60, 60)], x, 20, 600, 4);
  assert.deepEqual([list[0]!.x, list[0]!.width], [580, 20]);
});

test("what is out of view has no flag, what finds no room is counted", () => {
  const { flags: list, hidden } = flags([of("a", 0, 5), of("b", 0, 5), of("c", 70, 80)], x, 20, 600, 1);
  assert.deepEqual(list.map((f) => f.finding.id), ["a"]);
  assert.equal(hidden, 1);
});

test("a flag that begins before the view begins at its edge", () => {
  const { flags: list } = flags([of("a", -30, 10)], x, 20, 600, 1);
  assert.deepEqual([list[0]!.x, list[0]!.width], [0, 100]);
});
