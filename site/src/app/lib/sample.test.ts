import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { unpackSample } from "./sample";

test("the sample is unpacked to the bytes that were packed", async () => {
  const csv = "severity,event_type\nINFO,user.session.start\n".repeat(5000);
  const file = await unpackSample(new Uint8Array(gzipSync(csv)));
  assert.equal(file.name, "sample.csv");
  assert.equal(await file.text(), csv);
});

test("a damaged sample is an error, not an empty file", async () => {
  const packed = new Uint8Array(gzipSync("severity,event_type\n".repeat(100)));
  const damaged = packed.slice(0, packed.length / 2);
  let failed = false;
  await unpackSample(damaged).catch(() => (failed = true));
  assert.ok(failed);
});
