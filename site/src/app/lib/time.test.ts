import assert from "node:assert/strict";
import { test } from "node:test";
import { between, exportName, isTime, stretch, timeText } from "./time";

const at = "2026-06-24T14:06:47.699Z";

test("times are shown as they are written, whatever the zone of the machine", () => {
  assert.equal(timeText(at), "2026-06-24 14:06:47");
  assert.equal(timeText(at, "day"), "2026-06-24");
  assert.equal(timeText(at, "minute"), "2026-06-24 14:06");
  assert.equal(timeText(at, "millisecond"), "2026-06-24 14:06:47.699");
  assert.equal(timeText("2026-06-24T14:06:47Z", "millisecond"), "2026-06-24 14:06:47.000");
});

test("text that is no time stays what it is", () => {
  for (const text of ["", "yesterday", "2026-06-24", "2026-06-24T14:06:47+02:00"]) {
    assert.equal(isTime(text), false);
    assert.equal(timeText(text), text);
  }
});

test("a stretch says the day once when it is one day", () => {
  assert.equal(stretch(at, "2026-06-24T15:10:02.000Z"), "2026-06-24 14:06:47 – 15:10:02");
  assert.equal(stretch(at, "2026-06-25T15:10:02.000Z"), "2026-06-24 14:06:47 – 2026-06-25 15:10:02");
  assert.equal(stretch(at, at), "2026-06-24 14:06:47");
  assert.equal(stretch(at, "2026-06-24T14:06:59.000Z", "minute"), "2026-06-24 14:06");
  assert.equal(stretch(at, ""), "2026-06-24 14:06:47");
});

test("the time between two times is in milliseconds", () => {
  assert.equal(between(at, "2026-06-24T14:06:48.699Z"), 1000);
  assert.ok(Number.isNaN(between("", at)));
});

test("exports are named by the days of the log", () => {
  assert.equal(exportName(at, "2026-07-01T00:00:00.000Z", "json"), "okta-session-analyzer-20260624-20260701.json");
  assert.equal(exportName(at, at, "csv"), "okta-session-analyzer-20260624.csv");
  assert.equal(exportName("", "", "csv"), "okta-session-analyzer.csv");
});
