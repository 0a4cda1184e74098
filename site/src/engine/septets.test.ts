import assert from "node:assert/strict";
import { test } from "node:test";
import { septets } from "./septets";

test("septets are read bit by bit, those of a barred character first", () => {
  // 0xFF 0x00: 1111111, then 1000000, then 00 and five bits of padding.
  assert.deepEqual([...septets("2:\x7f\x40\u0080")], [255, 0]);
  // Two zero septets in one character, then 01000000 0…
  assert.deepEqual([...septets("1:\u0080")], [0]);
  assert.deepEqual([...septets("0:")], []);
});

test("a text that is cut off, or none, is an error", () => {
  const fails = (text: string): boolean => {
    try {
      septets(text);
      return false;
    } catch {
      return true;
    }
  };
  assert.ok(fails("3:\x7f"));
  assert.ok(fails("\x7f\x40"));
  assert.ok(fails("1:\u0300"));
});
