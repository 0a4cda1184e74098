import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, countSeverities, everything, isFiltering, nothingElse, type Filter } from "./filter";
import { finding } from "./fixture";

const list = [
  finding("a", { severity: "critical", ips: ["198.51.100.7"] }),
  finding("b", { severity: "low", actor: { id: "00u2", alternate_id: "BOB@example.com", display_name: "Bob" } }),
  finding("c", { severity: "low", attack: ["T1621"], facts: { provider: "evil-idp" } }),
];
const ids = (filter: Filter) => apply(filter, list).map((f) => f.id);

test("no filter shows all, in their order", () => {
  assert.deepEqual(ids(everything), ["a", "b", "c"]);
  assert.deepEqual(ids({ ...everything, severities: [], text: "   " }), ["a", "b", "c"]);
  assert.equal(isFiltering({ ...everything, severities: [], text: " " }), false);
});

test("severities are alternatives, words must all occur", () => {
  assert.deepEqual(ids({ ...everything, severities: ["low", "info"], text: "" }), ["b", "c"]);
  assert.deepEqual(ids({ ...everything, severities: [], text: "lagos bob@" }), ["b"]);
  assert.deepEqual(ids({ ...everything, severities: ["critical"], text: "bob" }), []);
});

test("text looks at people, addresses, facts and the names of techniques", () => {
  assert.deepEqual(ids({ ...everything, severities: [], text: "198.51.100" }), ["a"]);
  assert.deepEqual(ids({ ...everything, severities: [], text: "Evil-IdP" }), ["c"]);
  assert.deepEqual(ids({ ...everything, severities: [], text: "multi-factor t1621" }), ["c"]);
  assert.deepEqual(ids({ ...everything, severities: [], text: "(.*" }), []);
});

test("severities are counted among the findings whose text passes, whatever severities are chosen", () => {
  const counts = countSeverities({ ...everything, severities: ["critical"], text: "bob@" }, list);
  assert.deepEqual(counts, { critical: 0, high: 0, medium: 0, low: 1, info: 0 });
});

test("people, sessions, addresses, detections and families are compared whole", () => {
  const context = { ...nothingElse, families: new Map([["travel", "Session"]]) };
  const with_ = (filter: Partial<Filter>) => apply({ ...everything, ...filter }, list, context).map((f) => f.id);
  assert.deepEqual(with_({ user: "00u2" }), ["b"]);
  assert.deepEqual(with_({ user: "BOB@example.com" }), ["b"]);
  assert.deepEqual(with_({ session: "idx1" }), ["a", "b", "c"]);
  assert.deepEqual(with_({ session: "idx" }), []);
  assert.deepEqual(with_({ address: "198.51.100.7" }), ["a"]);
  assert.deepEqual(with_({ family: "Session" }), ["a", "b", "c"]);
  assert.deepEqual(with_({ family: "MFA" }), []);
  assert.deepEqual(with_({ detection: "travel" }), ["a", "b", "c"]);
});

test("what the analyst made of findings filters them", () => {
  const triage = {
    a: { status: "false_positive", note: "", star: false },
    b: { status: "open", note: "", star: true },
  } as const;
  const with_ = (filter: Partial<Filter>) => apply({ ...everything, ...filter }, list, { ...nothingElse, triage }).map((f) => f.id);
  assert.deepEqual(with_({ statuses: ["open"] }), ["b", "c"]);
  assert.deepEqual(with_({ statuses: ["false_positive", "confirmed"] }), ["a"]);
  assert.deepEqual(with_({ starred: true }), ["b"]);
});

test("a stretch of time lets through what reaches into it", () => {
  const at = (time: string) => Date.parse(`2026-06-14T${time}Z`);
  const with_ = (from: string, to: string) => apply(everything, list, { ...nothingElse, range: { from: at(from), to: at(to) } }).length;
  assert.equal(with_("09:31:00", "10:00:00"), 3);
  assert.equal(with_("08:00:00", "09:02:00"), 0);
  assert.equal(with_("09:10:00", "09:11:00"), 3);
  assert.equal(with_("09:31:00.001", "10:00:00"), 0);
});

test("the order is the report's unless another is chosen", () => {
  const three = [
    finding("x", { first: "2026-01-02T00:00:00Z", last: "2026-01-05T00:00:00Z", title: "B" }),
    finding("y", { first: "2026-01-01T00:00:00Z", last: "2026-01-01T00:00:00Z", title: "C" }),
    finding("z", { first: "2026-01-02T00:00:00Z", last: "2026-01-06T00:00:00Z", title: "A", actor: { id: "1", alternate_id: "aaron", display_name: "" } }),
  ];
  const by = (sort: Filter["sort"]) => apply({ ...everything, sort }, three).map((f) => f.id).join("");
  assert.equal(by("severity"), "xyz");
  assert.equal(by("earliest"), "yxz");
  assert.equal(by("latest"), "zxy");
  assert.equal(by("user"), "zxy");
  assert.equal(by("detection"), "zxy");
});
