import assert from "node:assert/strict";
import { test } from "node:test";
import { finding, result } from "../state/fixture";
import { risksOf } from "./risk";

const actor = (id: string) => ({ id, alternate_id: `${id}@example.com`, display_name: id });
const reportOf = (...findings: ReturnType<typeof finding>[]) => result(findings).report;

test("many findings of one detection are one reason, two detections are two", () => {
  const { users } = risksOf(
    reportOf(
      ...Array.from({ length: 9 }, (_, i) => finding(`m${i}`, { detector: "noisy", actor: actor("often") })),
      finding("a", { detector: "noisy", actor: actor("twice") }),
      finding("b", { detector: "other", actor: actor("twice") }),
    ),
  );
  assert.deepEqual(
    users.map((u) => [u.id, u.score, u.findings, u.detections]),
    [
      ["twice", 10, 2, 2],
      ["often", 5, 9, 1],
    ],
  );
  assert.equal(users[0]!.name, "twice@example.com");
});

test("the worst finding of a detection counts", () => {
  const { sessions } = risksOf(
    reportOf(finding("a", { severity: "low" }), finding("b", { severity: "critical" }), finding("c", { severity: "high" })),
  );
  assert.equal(sessions[0]!.worst, "critical");
  assert.equal(sessions[0]!.score, 40);
});

test("notices, and findings without a person, are nobody's risk", () => {
  const nobody = { id: "", alternate_id: "", display_name: "" };
  const { users, addresses } = risksOf(
    reportOf(finding("a", { severity: "info" }), finding("b", { actor: nobody, session: "", ips: ["192.0.2.1"] })),
  );
  assert.deepEqual(users, []);
  assert.deepEqual(addresses.map((a) => a.id), ["192.0.2.1"]);
});

test("a finding of many addresses says little about each", () => {
  const ips = Array.from({ length: 6 }, (_, i) => `192.0.2.${i}`);
  assert.deepEqual(risksOf(reportOf(finding("a", { ips }))).addresses, []);
});

test("equal risks stand in a fixed order", () => {
  const list = [finding("a", { actor: actor("y") }), finding("b", { actor: actor("x") })];
  assert.deepEqual(risksOf(reportOf(...list)).users.map((u) => u.id), ["x", "y"]);
  assert.deepEqual(risksOf(reportOf(...list.reverse())).users.map((u) => u.id), ["x", "y"]);
});
