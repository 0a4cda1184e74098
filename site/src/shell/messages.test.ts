import assert from "node:assert/strict";
import { test } from "node:test";
import { filesMessage, frameMessage, goMessage } from "./messages";

test("messages of the frame are taken by their shape", () => {
  for (const message of [
    { type: "state", state: "ready" },
    { type: "state", state: "ready", engine: true },
    { type: "state", state: "done", ms: 12.5, findings: 0 },
    { type: "pick", mode: "add" },
    { type: "place", place: 3, view: "events", push: true },
    { type: "back" },
    { type: "print", height: 1400 },
    { type: "theme", theme: "dark" },
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
    { type: "state", state: "done", engine: "yes" },
    { type: "pick" },
    { type: "place", place: 3, view: "events" },
    { type: "place", place: 0.5, view: "events", push: true },
    { type: "place", place: 3, view: "#alice@example.com", push: true },
    { type: "pick", mode: "replace; add" },
    { type: "print" },
    { type: "print", height: 0 },
    { type: "print", height: "1px" },
    { type: "theme" },
    { type: "theme", theme: "dark; x" },
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

test("the shell can only send the frame to a view, not to text", () => {
  const go = { type: "go", place: -1, view: "findings" };
  assert.deepEqual(goMessage(go), go);
  for (const other of [{}, { ...go, place: "1" }, { ...go, view: "<img>" }, { ...go, view: "" }, { ...go, type: "files" }]) {
    assert.equal(goMessage(other), undefined);
  }
});
