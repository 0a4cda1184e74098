import assert from "node:assert/strict";
import { test } from "node:test";
import { days, heat, shiftWeek, weekText } from "./hours";

const empty = () => days.map(() => new Array<number>(24).fill(0));

test("a shift goes over midnight and over the end of the week", () => {
  const week = empty();
  week[6]![23] = 4;
  week[0]![0] = 1;
  const east = shiftWeek(week, 120);
  assert.equal(east[0]![1], 4);
  assert.equal(east[0]![2], 1);
  const west = shiftWeek(week, -60);
  assert.equal(west[6]![22], 4);
  assert.equal(west[6]![23], 1);
  assert.equal(west.flat().reduce((a, b) => a + b), 5);
});

test("half an hour counts as the hour that it began in", () => {
  const week = empty();
  week[2]![10] = 1;
  assert.equal(shiftWeek(week, 330)[2]![15], 1);
});

test("one event among many is still seen", () => {
  assert.deepEqual([0, 1, 500, 1000].map((n) => heat(n, 1000)), [0, 1, 3, 5]);
});

test("a week in words", () => {
  const week = empty();
  week[1]![9] = 3;
  week[3]![8] = 1;
  assert.equal(weekText(week, "sign-in"), "4 sign-ins on Tuesday, Thursday; the most, 3, on Tuesday from 09:00.");
  assert.equal(weekText(empty(), "sign-in"), "No sign-ins.");
});
