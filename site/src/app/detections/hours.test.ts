import assert from "node:assert/strict";
import { test } from "node:test";
import { offsets, usualHours, weeklyHours, wholeHours, zoneChoices } from "./hours";

test("hours and distances from UTC are as the configuration writes them", () => {
  assert.equal(wholeHours.length, 25);
  assert.equal(wholeHours[0], "00:00");
  assert.equal(wholeHours[24], "24:00");
  assert.equal(offsets[0], "-12:00");
  assert.equal(offsets.at(-1), "+14:00");
  assert.equal(new Set(offsets).size, offsets.length);
  assert.deepEqual(offsets.slice(offsets.indexOf("-03:30") - 1, offsets.indexOf("-03:30") + 2), ["-04:00", "-03:30", "-03:00"]);
  assert.equal(offsets.every((o) => /^[+-]\d\d:\d\d$/.test(o)), true);
});

test("zones are proposed by name and by distance, each once", () => {
  const choices = zoneChoices();
  assert.equal(new Set(choices).size, choices.length);
  for (const zone of ["UTC", "Europe/Berlin", "+05:30"]) assert.equal(choices.includes(zone), true, zone);
});

test("the hours of a week are counted, over midnight too", () => {
  assert.equal(weeklyHours(usualHours), 50);
  assert.equal(weeklyHours({ from: "22:00", to: "06:00", days: ["Sunday", "Monday"] }), 16);
  assert.equal(weeklyHours({ from: "00:00", to: "24:00", days: ["Sunday"] }), 24);
});
