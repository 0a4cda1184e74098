import assert from "node:assert/strict";
import { test } from "node:test";
import { bindings, commandOf, type Press } from "./keyboard";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  typing: false,
  inList: false,
  ...more,
});

test("letters move everywhere, arrows only in the list", () => {
  assert.equal(commandOf(press("j")), "next");
  assert.equal(commandOf(press("ArrowDown")), undefined);
  assert.equal(commandOf(press("ArrowDown", { inList: true })), "next");
  assert.equal(commandOf(press("End", { inList: true })), "last");
  assert.equal(commandOf(press("End")), undefined);
});

test("what is typed into a field is text, but Escape leaves it", () => {
  for (const key of ["j", "c", "?", "/", "1"]) assert.equal(commandOf(press(key, { typing: true })), undefined, key);
  assert.equal(commandOf(press("Escape", { typing: true })), "close");
});

test("the browser's own shortcuts stay the browser's", () => {
  assert.equal(commandOf(press("c", { ctrlKey: true })), undefined);
  assert.equal(commandOf(press("c", { metaKey: true })), undefined);
  assert.equal(commandOf(press("1", { altKey: true })), undefined);
  assert.equal(commandOf(press("c")), "copy");
});

test("no key means two things", () => {
  const keys = bindings.flatMap((b) => b.keys);
  assert.equal(new Set(keys).size, keys.length);
});

test("every command is on the sheet", () => {
  const shown = new Set(bindings.filter((b) => b.title !== "").map((b) => b.command));
  for (const b of bindings) assert.ok(shown.has(b.command), b.command);
});
