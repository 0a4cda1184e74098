import assert from "node:assert/strict";
import { test } from "node:test";
import { result } from "../state/fixture";
import { entriesOf, matching } from "./entries";

const loaded = entriesOf({ result: result([]), zone: "UTC", theme: "system" });
const ids = (typed: string) => matching(loaded, typed).map((e) => e.id);

test("what needs a log is offered only with one", () => {
  const without = entriesOf({ result: null, zone: "UTC", theme: "system" }).map((e) => e.id);
  for (const id of ["overview", "export", "add"]) {
    assert.ok(!without.includes(id), id);
    assert.ok(loaded.some((e) => e.id === id), id);
  }
  assert.ok(without.includes("open"));
});

test("zones are found by name and not listed before", () => {
  assert.ok(ids("").length < 25);
  assert.deepEqual(ids("times kolk").length <= 2, true);
  assert.ok(ids("tokyo").includes("zone-Asia/Tokyo"));
  assert.ok(!ids("").includes("zone-Asia/Tokyo"));
});

test("every word must occur, in the title or in what else is known for it", () => {
  assert.deepEqual(ids("markdown"), ["export"]);
  assert.deepEqual(ids("dark colours"), ["theme-dark"]);
  assert.deepEqual(ids("nothing of the kind"), []);
});

test("the theme and the zone that are in use are not offered", () => {
  const list = entriesOf({ result: null, zone: "Asia/Tokyo", theme: "dark" }).map((e) => e.id);
  assert.ok(!list.includes("theme-dark") && !list.includes("zone-Asia/Tokyo"));
  assert.ok(list.includes("zone-UTC"));
});
