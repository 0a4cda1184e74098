import assert from "node:assert/strict";
import { test } from "node:test";
import { exportZone } from "./export-zone";
import { offsetAt, setZone } from "./zone";

test("the zone of an export has every change of the clocks in its span", () => {
  setZone("Europe/Vienna");
  const march = Date.UTC(2026, 2, 1);
  const zone = exportZone(march, Date.UTC(2026, 10, 30));
  setZone("UTC");
  assert.deepEqual(zone, {
    name: "Europe/Vienna",
    offsets: [
      [march, 60],
      [Date.UTC(2026, 2, 29, 1), 120],
      [Date.UTC(2026, 9, 25, 1), 60],
    ],
  });
});

test("a zone without changes has one offset, UTC none", () => {
  setZone("Asia/Kolkata");
  const zone = exportZone(0, 86_400_000 * 90);
  setZone("UTC");
  assert.deepEqual(zone, { name: "Asia/Kolkata", offsets: [[0, 330]] });
  assert.deepEqual(exportZone(0, 1), { name: "UTC", offsets: [] });
  assert.equal(offsetAt(0), 0);
});

test("a log without times has a zone, too", () => {
  setZone("Asia/Kolkata");
  const zone = exportZone(NaN, NaN);
  setZone("UTC");
  assert.deepEqual(zone.offsets, [[0, 330]]);
});
