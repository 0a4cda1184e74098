import assert from "node:assert/strict";
import { test } from "node:test";
import { listsOf, valuesOf } from "./lists";

test("lists that a detection takes are shown, and those that none does", () => {
  const needs = {
    a: { fields: [], lists: ["watchlist_countries"] },
    b: { fields: [["x"]], lists: ["working_hours", "mine"] },
    c: { fields: [], lists: ["mine"] },
  };
  const all = listsOf(needs, { lists: { mine: ["1"], unused: [] } });
  assert.deepEqual(
    all.map(({ name, detections, values }) => [name, detections, values]),
    [
      ["mine", ["b", "c"], ["1"]],
      ["unused", [], []],
      ["watchlist_countries", ["a"], []],
    ],
  );
  assert.match(all[2]!.purpose, /Countries/);
  assert.deepEqual(listsOf({}, { lists: { constructor: ["x"] } })[0]?.purpose, "");
});

test("a text is a value a line", () => {
  assert.deepEqual(valuesOf(" a \r\n\nb\na\n"), ["a", "b"]);
  assert.deepEqual(valuesOf(" \n"), []);
});
