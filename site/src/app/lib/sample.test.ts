import assert from "node:assert/strict";
import { test } from "node:test";
import { packedText, text } from "../../engine/module.test";
import { unpackSample } from "./sample";

test("the sample is unpacked to the bytes that were packed", async () => {
  const file = await unpackSample(packedText());
  assert.equal(file.name, "sample.csv");
  assert.equal(await file.text(), text);
});

test("a damaged sample is an error, not an empty file", async () => {
  let failed = false;
  await unpackSample(packedText().slice(0, 30)).catch(() => (failed = true));
  assert.ok(failed);
});
