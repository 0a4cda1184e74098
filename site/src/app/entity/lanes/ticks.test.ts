import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setZone } from "../../lib/zone";
import { ticks } from "./ticks";

afterEach(() => setZone("UTC"));
const at = (text: string) => Date.parse(text);

test("ticks are round times with the day said once", () => {
  const list = ticks({ from: at("2026-06-05T06:58:10Z"), to: at("2026-06-05T10:01:11Z") }, 8);
  assert.deepEqual(
    list.map((t) => t.label),
    ["07:00", "07:30", "08:00", "08:30", "09:00", "09:30", "10:00"],
  );
  assert.deepEqual(
    list.map((t) => t.day),
    ["2026-06-05", "", "", "", "", "", ""],
  );
});

test("a new day is named", () => {
  const list = ticks({ from: at("2026-06-05T20:00:00Z"), to: at("2026-06-06T04:00:00Z") }, 5);
  assert.deepEqual(
    list.map((t) => [t.label, t.day]),
    [["20:00", "2026-06-05"], ["22:00", ""], ["00:00", "2026-06-06"], ["02:00", ""], ["04:00", ""]],
  );
});

test("ticks are round in the page's zone, also where it is half an hour off", () => {
  setZone("Asia/Kolkata");
  const list = ticks({ from: at("2026-06-05T00:00:00Z"), to: at("2026-06-05T04:00:00Z") }, 5);
  assert.deepEqual(
    list.map((t) => t.label),
    ["06:00", "07:00", "08:00", "09:00"],
  );
});

test("when the clocks change, ticks stay round", () => {
  setZone("Europe/Berlin");
  const list = ticks({ from: at("2026-03-28T18:00:00Z"), to: at("2026-03-29T18:00:00Z") }, 6);
  assert.ok(list.every((t) => /^(00|06|12|18):00$/.test(t.label)), list.map((t) => t.label).join());
});

test("there are never more than asked for, and seconds are shown when needed", () => {
  for (const length of [60, 900, 61_000, 7_000_000, 400_000_000, 90_000_000_000]) {
    assert.ok(ticks({ from: at("2026-06-05T00:00:00.007Z"), to: at("2026-06-05T00:00:00.007Z") + length }, 6).length <= 7);
  }
  assert.match(ticks({ from: 0, to: 10_000 }, 5)[0]!.label, /^\d\d:\d\d:\d\d$/);
  assert.match(ticks({ from: 0, to: 400 }, 5)[0]!.label, /\.\d{3}$/);
});
