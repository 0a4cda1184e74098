import assert from "node:assert/strict";
import { test } from "node:test";
import type { Configuration } from "../../engine/types";
import { detector } from "../state/fixture";
import { allDetections, byFamily, filterDetections, type DetectionFilter } from "./detection-filter";

const speed = { name: "speed", title: "Speed of a jet", default: 100, min: 1, max: 1000, value: 900 };
const all = [
  detector("travel", { family: "session", findings: 2, parameters: [speed], attack: ["T1539"] }),
  detector("push", { family: "mfa", severity: "high" }),
  detector("geo", { family: "session", status: "not_evaluable", missing: ["list offices"] }),
  detector("idp", { family: "idp", status: "disabled" }),
];
const ids = (filter: Partial<DetectionFilter>, configuration: Configuration = {}) =>
  filterDetections(all, { ...allDetections, ...filter }, configuration).map((d) => d.id);

test("detections are filtered by every part of the filter", () => {
  assert.deepEqual(ids({}), ["travel", "push", "geo", "idp"]);
  assert.deepEqual(ids({ outcome: "found" }), ["travel"]);
  assert.deepEqual(ids({ outcome: "nothing" }), ["push"]);
  assert.deepEqual(ids({ outcome: "blind" }), ["geo"]);
  assert.deepEqual(ids({ outcome: "off" }), ["idp"]);
  assert.deepEqual(ids({ family: "session", outcome: "blind" }), ["geo"]);
  assert.deepEqual(ids({ text: "JET t1539" }), ["travel"]);
  assert.deepEqual(ids({ text: "offices" }), ["geo"]);
  assert.deepEqual(ids({ text: "jet offices" }), []);
});

test("a severity of the configuration's counts, and is a change", () => {
  assert.deepEqual(ids({ severity: "high" }), ["push"]);
  assert.deepEqual(ids({ severity: "high" }, { severities: { push: "low", geo: "high" } }), ["geo"]);
  assert.deepEqual(ids({ changed: true }), ["travel", "idp"]);
  assert.deepEqual(ids({ changed: true }, { severities: { push: "low" } }), ["travel", "push", "idp"]);
});

test("families keep their order", () => {
  assert.deepEqual(
    byFamily(all).map(([family, list]) => [family, list.length]),
    [
      ["session", 2],
      ["mfa", 1],
      ["idp", 1],
    ],
  );
});
