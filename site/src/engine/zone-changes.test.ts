import assert from "node:assert/strict";
import { test } from "node:test";
import { offsetsOf } from "../zone-offsets";
import { zoneChanges } from "./zone-changes";

const day = 86_400;

test("between the changes of a zone its clocks do not change", () => {
  for (const name of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Noronha", "Africa/Monrovia", "Africa/Casablanca"]) {
    const changes = zoneChanges(name)!;
    const at = offsetsOf(name);
    let next = 0;
    let offset = NaN;
    // Twice a day and a little, so that every hour of the day is looked at.
    for (let second = 0; second < 70 * 365 * day; second += day / 2 + 1234) {
      while (next < changes.length && changes[next]! <= second) {
        offset = changes[next + 1]!;
        next += 2;
      }
      assert.equal(offset, Math.round(at(second * 1000) * 60), `${name} at ${new Date(second * 1000).toISOString()}`);
    }
  }
});

test("changes are found to the second", () => {
  const berlin = zoneChanges("Europe/Berlin")!;
  const march = berlin.indexOf(Date.UTC(2026, 2, 29, 1) / 1000);
  assert.deepEqual([...berlin.slice(march - 1, march + 4)], [3600, Date.UTC(2026, 2, 29, 1) / 1000, 7200, Date.UTC(2026, 9, 25, 1) / 1000, 3600]);
  assert.deepEqual([...zoneChanges("UTC")!], [0, 0]);
  assert.deepEqual([...zoneChanges("Asia/Kolkata")!], [0, 19_800]);
});

test("what is no name of a zone, or another spelling of one, is unknown", () => {
  for (const name of ["", "Mars/Olympus", "Local", "europe/berlin", "EUROPE/BERLIN", "+01:00", "+0100", "__proto__"]) {
    assert.equal(zoneChanges(name), null, name);
  }
});
