import assert from "node:assert/strict";
import { test } from "node:test";
import { exportFiles } from "../../engine/export-types";
import { eventForms, fileOf, findingForms } from "./forms";

const first = "2026-06-14T09:02:00.000Z";
const last = "2026-06-16T09:02:00.000Z";

test("a file's name says what is in it", () => {
  assert.equal(fileOf("all", "csv", false, first, last).name, "okta-session-analyzer-20260614-20260616.csv");
  assert.equal(fileOf("events", "jsonl", false, first, first).name, "okta-session-analyzer-20260614.events.jsonl");
  assert.equal(fileOf("shown", "indicators", true, first, first).name, "okta-session-analyzer-20260614.redacted.indicators.csv");
  assert.equal(fileOf("all", "html", false, "", "").name, "okta-session-analyzer.html");
});

test("every form but the terminal's is offered once", () => {
  const offered = findingForms.map((c) => c.form);
  assert.deepEqual([...offered, "text"].sort(), Object.keys(exportFiles).sort());
  assert.equal(new Set(eventForms.map((c) => c.title)).size, eventForms.length);
});
