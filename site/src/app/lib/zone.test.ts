import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { stretch, timeText } from "./time";
import { offsetAt, setZone, zone, zones } from "./zone";

afterEach(() => setZone("UTC"));

test("times follow the zone, summer time included", () => {
  setZone("America/New_York");
  assert.equal(zone(), "America/New_York");
  assert.equal(timeText("2026-03-08T06:59:59.123Z", "millisecond"), "2026-03-08 01:59:59.123");
  assert.equal(timeText("2026-03-08T07:00:00Z", "minute"), "2026-03-08 03:00");
  assert.equal(offsetAt(Date.parse("2026-01-01T00:00:00Z")), -300);
  assert.equal(stretch("2026-03-09T03:30:00Z", "2026-03-09T04:30:00Z"), "2026-03-08 23:30:00 – 2026-03-09 00:30:00");
});

test("zones with odd offsets, and times before 1970", () => {
  setZone("Asia/Kolkata");
  assert.equal(timeText("2026-06-24T20:00:00Z"), "2026-06-25 01:30:00");
  assert.equal(timeText("1969-12-31T23:59:59.500Z", "millisecond"), "1970-01-01 05:29:59.500");
});

test("an unknown zone is refused and changes nothing", () => {
  assert.throws(() => setZone("Mars/Olympus"), RangeError);
  assert.equal(zone(), "UTC");
  assert.equal(zones()[0], "UTC");
});
