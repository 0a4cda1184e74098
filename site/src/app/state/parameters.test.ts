import assert from "node:assert/strict";
import { test } from "node:test";
import { detector, report } from "./fixture";
import { isChanged, parametersOf, parseValue, withDefaults, withDetection, withValue } from "./parameters";

const speed = { name: "speed", title: "Speed", unit: "km/h", default: 100, min: 1, max: 1000, value: 900 };
const pushes = { name: "pushes", title: "Pushes", default: 3, min: 1, max: 50, integer: true, value: 3 };

test("only what differs from the defaults is asked for", () => {
  const from = parametersOf(
    report([], [detector("travel", { parameters: [speed] }), detector("push", { parameters: [pushes], status: "disabled" })]),
  );
  assert.deepEqual(from, { parameters: { travel: { speed: 900 } }, disabled: ["push"] });
  assert.equal(isChanged(from), true);
  assert.equal(isChanged(parametersOf(report([], [detector("push", { parameters: [pushes] })]))), false);
});

test("changes leave the others alone and what they change from", () => {
  const from = { parameters: { travel: { speed: 900 } }, disabled: ["idp"] };
  assert.deepEqual(withValue(from, "travel", "distance", 50).parameters, { travel: { speed: 900, distance: 50 } });
  assert.deepEqual(withValue(from, "push", "pushes", 5).parameters, { travel: { speed: 900 }, push: { pushes: 5 } });
  assert.deepEqual(withDefaults(from, "travel"), { parameters: {}, disabled: ["idp"] });
  assert.deepEqual(withDetection(from, "idp", true).disabled, []);
  assert.deepEqual(withDetection(from, "idp", false).disabled, ["idp"]);
  assert.deepEqual(from, { parameters: { travel: { speed: 900 } }, disabled: ["idp"] });
});

test("what is typed is a number within bounds, or has a problem that names them", () => {
  assert.deepEqual(parseValue(speed, " 99.5 "), { value: 99.5 });
  assert.deepEqual(parseValue(speed, "1"), { value: 1 });
  assert.deepEqual(parseValue(pushes, "50"), { value: 50 });
  for (const [p, typed] of [
    [speed, ""],
    [speed, "fast"],
    [speed, "0"],
    [speed, "1000.1"],
    [speed, "Infinity"],
    [speed, "NaN"],
    [pushes, "2.5"],
  ] as const) {
    const parsed = parseValue(p, typed);
    assert.match("problem" in parsed ? parsed.problem : "none", /1 to (1,000|50, whole)/, typed);
  }
});
