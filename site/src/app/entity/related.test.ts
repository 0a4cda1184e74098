import assert from "node:assert/strict";
import { test } from "node:test";
import { finding, incident, report } from "../state/fixture";
import { related } from "./related";

const own = finding("own");
const others = finding("others", { actor: { id: "00u2", alternate_id: "bob@example.com", display_name: "Bob" }, session: "", ips: [] });
const story = incident("story", {
  accounts: [{ id: "00u1", alternate_id: "alice@example.com", display_name: "Alice", privileged: "" }],
  sessions: ["idx1"],
  addresses: ["203.0.113.24"],
  applications: ["Payroll"],
});
const all = { ...report([own, others]), incidents: [story, incident("apart")] };

test("findings and incidents that name an entity", () => {
  for (const [kind, id] of [["user", "00u1"], ["session", "idx1"], ["address", "203.0.113.24"]] as const) {
    assert.deepEqual(related(all, { kind, id }), { findings: [own], incidents: [story] }, kind);
  }
});

test("an entity is also found by what else it is called, whatever the case", () => {
  assert.deepEqual(related(all, { kind: "user", id: "Alice@Example.com" }).findings, [own]);
  assert.deepEqual(related(all, { kind: "application", id: "0oa1" }, ["Payroll"]).incidents, [story]);
});

test("nobody and an absent id match nothing", () => {
  assert.deepEqual(related(all, { kind: "user", id: "00unobody" }), { findings: [], incidents: [] });
  assert.deepEqual(related(all, { kind: "session", id: "" }), { findings: [], incidents: [] });
});
