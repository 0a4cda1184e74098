import assert from "node:assert/strict";
import { test } from "node:test";
import { finding, incident } from "../state/fixture";
import { checklistText, storyOf } from "./incidents";

test("a story has its own order and skips what the report lacks", () => {
  const story = storyOf(incident("i", { findings: ["b", "gone", "a"] }), [finding("a"), finding("b"), finding("c")]);
  assert.deepEqual(
    story.map((c) => c.finding.id),
    ["b", "a"],
  );
});

test("a copied checklist has a line a step, whatever the log wrote", () => {
  const text = checklistText(incident("i", { title: "Theft: alice", checklist: ["Clear the sessions.", "Revoke “a\n[ ] b”."] }));
  assert.equal(text, "Theft: alice\n[ ] Clear the sessions.\n[ ] Revoke “a [ ] b”.\n");
});

test("a chapter begins with its first unusual event, and has its place in the story's time", () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 5, 14, 9, minute)).toISOString();
  const story = storyOf(incident("i", { findings: ["a", "b"], starts: [at(10), at(20)] }), [
    finding("a", { first: at(0), last: at(30) }),
    finding("b", { first: at(20), last: at(50) }),
  ]);
  assert.deepEqual(story.map((c) => [c.at, c.from, c.length]), [
    [at(10), 0, 0.5],
    [at(20), 0.25, 0.75],
  ]);
  const moment = storyOf(incident("i", { findings: ["a"] }), [finding("a", { first: at(1), last: at(1) })]);
  assert.deepEqual([moment[0]!.at, moment[0]!.from, moment[0]!.length], [at(1), 0, 0]);
});
