import assert from "node:assert/strict";
import { test } from "node:test";
import { isPrintKey } from "./print";

const press = (key: string, held: "ctrlKey" | "metaKey" | "altKey" | "" = "") =>
  isPrintKey({ key, ctrlKey: false, metaKey: false, altKey: false, ...(held && { [held]: true }) });

test("the browser's keys for printing, and no others", () => {
  assert.ok(press("p", "ctrlKey") && press("p", "metaKey") && press("P", "ctrlKey"));
  assert.ok(!press("p") && !press("p", "altKey") && !press("o", "ctrlKey"));
});
