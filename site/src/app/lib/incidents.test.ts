import assert from "node:assert/strict";
import { test } from "node:test";
import { finding, incident } from "../state/fixture";
import { checklistText, storyOf } from "./incidents";

test("a story has its own order and skips what the report lacks", () => {
  const story = storyOf(incident("i", { findings: ["b", "gone", "a"] }), [finding("a"), finding("b"), finding("c")]);
  assert.deepEqual(
    story.map((f) => f.id),
    ["b", "a"],
  );
});

test("a copied checklist has a line a step, whatever the log wrote", () => {
  const text = checklistText(incident("i", { title: "Theft: alice", checklist: ["Clear the sessions.", "Revoke “a\n[ ] b”."] }));
  assert.equal(text, "Theft: alice\n[ ] Clear the sessions.\n[ ] Revoke “a [ ] b”.\n");
});
