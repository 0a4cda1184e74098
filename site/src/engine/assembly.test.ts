import assert from "node:assert/strict";
import { test } from "node:test";
import { Assembly } from "./assembly";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const head = (findings: number[], detectors: number[] = [], incidents: number[] = []) =>
  bytes({ report: { schema: "s", detectors: [], findings: [], incidents: [] }, detectors, findings, incidents });

test("reports are put together of parts and of what was there before", () => {
  const assembly = new Assembly();
  assembly.part(bytes({ list: "detectors", items: [{ id: "d" }] }));
  assembly.part(bytes({ list: "findings", items: [{ id: "a" }, { id: "b" }] }));
  assembly.part(bytes({ list: "findings", items: [{ id: "c", title: "Zoë" }] }));
  const first = assembly.report(head([-1, -1, -1], [-1]));
  assert.equal(first.schema, "s");
  assert.deepEqual(first.findings.map((f) => f.id), ["a", "b", "c"]);
  assert.equal(first.findings[2]!.title, "Zoë");
  assert.deepEqual(first.incidents, []);

  assembly.part(bytes({ list: "findings", items: [{ id: "new" }] }));
  const second = assembly.report(head([2, -1, 0], [0]));
  assert.deepEqual(second.findings.map((f) => f.id), ["c", "new", "a"]);
  // What is the same is no other object, so that nothing of it is drawn again.
  assert.equal(second.findings[0], first.findings[2]);
  assert.equal(second.detectors[0], first.detectors[0]);
  assert.deepEqual(first.findings.map((f) => f.id), ["a", "b", "c"]);

  // Without a report before, nothing refers to one: an engine that starts anew.
  assembly.part(bytes({ list: "findings", items: [{ id: "x" }] }));
  assert.deepEqual(assembly.report(head([-1])).findings.map((f) => f.id), ["x"]);
});

test("what does not fit together is an error", () => {
  const assembly = new Assembly();
  assert.throws(() => assembly.report(head([0])));
  assert.throws(() => assembly.report(head([-1])));
  assembly.part(bytes({ list: "findings", items: [{ id: "x" }] }));
  assert.throws(() => assembly.report(head([])));
});
