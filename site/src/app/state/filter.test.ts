import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, countSeverities, everything, isFiltering } from "./filter";
import { finding } from "./fixture";

const list = [
  finding("a", { severity: "critical", ips: ["198.51.100.7"] }),
  finding("b", { severity: "low", actor: { id: "00u2", alternate_id: "BOB@example.com", display_name: "Bob" } }),
  finding("c", { severity: "low", attack: ["T1621"], facts: { provider: "evil-idp" } }),
];
const ids = (filter: Parameters<typeof apply>[0]) => apply(filter, list).map((f) => f.id);

test("no filter shows all, in their order", () => {
  assert.deepEqual(ids(everything), ["a", "b", "c"]);
  assert.deepEqual(ids({ severities: [], text: "   " }), ["a", "b", "c"]);
  assert.equal(isFiltering({ severities: [], text: " " }), false);
});

test("severities are alternatives, words must all occur", () => {
  assert.deepEqual(ids({ severities: ["low", "info"], text: "" }), ["b", "c"]);
  assert.deepEqual(ids({ severities: [], text: "lagos bob@" }), ["b"]);
  assert.deepEqual(ids({ severities: ["critical"], text: "bob" }), []);
});

test("text looks at people, addresses, facts and the names of techniques", () => {
  assert.deepEqual(ids({ severities: [], text: "198.51.100" }), ["a"]);
  assert.deepEqual(ids({ severities: [], text: "Evil-IdP" }), ["c"]);
  assert.deepEqual(ids({ severities: [], text: "multi-factor t1621" }), ["c"]);
  assert.deepEqual(ids({ severities: [], text: "(.*" }), []);
});

test("severities are counted among the findings whose text passes, whatever severities are chosen", () => {
  const counts = countSeverities({ severities: ["critical"], text: "bob@" }, list);
  assert.deepEqual(counts, { critical: 0, high: 0, medium: 0, low: 1, info: 0 });
});
