import assert from "node:assert/strict";
import { test } from "node:test";
import { unzstd } from "./module";

// Made by the encoder that packs the engine (site/build/engine.go).
const packed = "KLUv/aSIhAIAZAEAFAJ3aGF0IHdhcyBwYWNrZWQgY29tZXMgb3V0IGFnYWluOyABVBYFNOH+JwFNAAAAAVQABTOFBBL5tbdJ";

/** What packedText holds. */
export const text = "what was packed comes out again; ".repeat(5000);

/** A packed text, for every test that needs one. */
export const packedText = () => Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));

test("what was packed comes out again", async () => {
  assert.equal(await new Response(unzstd(packedText())).text(), text);
});

test("what is cut off is an error, not a shorter engine", async () => {
  let failed = false;
  await new Response(unzstd(packedText().slice(0, 30))).text().catch(() => (failed = true));
  assert.ok(failed);
});
