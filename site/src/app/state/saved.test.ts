import assert from "node:assert/strict";
import { test } from "node:test";
import { finding, logFile, report } from "./fixture";
import { beginsAsReport, fitting, sameFiles, savedOf, splitReports, triageOf } from "./saved";

const whole = JSON.stringify({
  ...report([finding("a")]),
  log: { files: [{ ...logFile, sha256: "aa" }, { ...logFile, sha256: "" }] },
  triage: { a: { status: "confirmed", note: "seen" }, b: { status: "open", star: true }, c: { status: "nonsense" }, d: null },
});

test("a report is known by its beginning, not by what a log says of itself", () => {
  assert.ok(beginsAsReport(whole));
  assert.ok(beginsAsReport('\ufeff{\n  "schema" : "okta-session-analyzer/report/2",'));
  assert.ok(!beginsAsReport('[{"schema": "okta-session-analyzer/report/1"}]'));
  assert.ok(!beginsAsReport('{"displayMessage": "{\\"schema\\": \\"okta-session-analyzer/report/1\\""}'));
  assert.ok(!beginsAsReport(""));
});

test("only JSON files are looked into", async () => {
  const files = [new File([whole], "saved.JSON"), new File([whole], "saved.csv"), new File(["[]"], "log.json")];
  const { reports, others } = await splitReports(files);
  assert.deepEqual(reports.map((f) => f.name), ["saved.JSON"]);
  assert.deepEqual(others.map((f) => f.name), ["saved.csv", "log.json"]);
});

test("the page's part is taken with what is wrong left out", () => {
  const saved = savedOf(whole);
  assert.deepEqual(saved?.hashes, ["aa", ""]);
  assert.deepEqual(saved?.triage, {
    a: { status: "confirmed", note: "seen", star: false },
    b: { status: "open", note: "", star: true },
    c: { status: "open", note: "", star: false },
    d: { status: "open", note: "", star: false },
  });
  assert.equal(savedOf("{"), null);
  assert.equal(savedOf("null"), null);
  assert.deepEqual(triageOf(7), {});
  const odd = triageOf(JSON.parse('{"__proto__": {"status": "confirmed"}}'));
  assert.equal(({} as Record<string, unknown>).status, undefined);
  assert.deepEqual(Object.keys(odd), ["__proto__"]);
});

test("files are the same when all their hashes are known and equal", () => {
  assert.ok(sameFiles(["b", "a"], ["a", "b"]));
  assert.ok(!sameFiles(["a"], ["a", "b"]));
  assert.ok(!sameFiles(["a", "a"], ["a", "b"]));
  assert.ok(!sameFiles(["", "a"], ["", "a"]));
  assert.ok(!sameFiles([], []));
});

test("triage of findings that are not there is counted", () => {
  const triage = { a: { status: "confirmed", note: "", star: false }, z: { status: "ignored", note: "", star: false } } as const;
  assert.deepEqual(fitting(triage, report([finding("a"), finding("b")])), { triage: { a: triage.a }, others: 1 });
});
