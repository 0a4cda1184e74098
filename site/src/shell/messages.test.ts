import assert from "node:assert/strict";
import { test } from "node:test";
import { filesMessage, frameMessage } from "./messages";

test("messages of the frame are taken by their shape", () => {
  for (const message of [
    { type: "state", state: "ready" },
    { type: "state", state: "done", ms: 12.5, findings: 0 },
    { type: "pick", mode: "add" },
  ]) {
    assert.deepEqual(frameMessage(message), message);
  }
});

test("anything else is not a message of the frame", () => {
  for (const data of [
    undefined,
    null,
    "state",
    7,
    [],
    {},
    { type: "state" },
    { type: "state", state: "owned" },
    { type: "state", state: "done", ms: "1" },
    { type: "state", state: "done", ms: Number.NaN },
    { type: "state", state: "done", findings: -1 },
    { type: "pick" },
    { type: "pick", mode: "replace; add" },
    { type: "files", files: [], mode: "replace" },
  ]) {
    assert.equal(frameMessage(data), undefined, JSON.stringify(data));
  }
});

test("files are taken as files only", () => {
  const files = [new File(["x"], "x.csv")];
  const message = { type: "files", files, mode: "replace", folders: ["logs"] };
  assert.equal(filesMessage(message), message);
  for (const data of [
    null,
    { type: "files", mode: "replace" },
    { type: "files", files: ["x.csv"], mode: "replace" },
    { type: "files", files: [new Blob(["x"])], mode: "replace" },
    { type: "files", files, mode: "append" },
    { type: "state", files, mode: "replace" },
  ]) {
    assert.equal(filesMessage(data), undefined, JSON.stringify(data));
  }
});
