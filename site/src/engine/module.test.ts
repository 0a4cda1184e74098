import assert from "node:assert/strict";
import { test } from "node:test";
import { unzstd } from "./module";

// Made by the encoder that packs the engine (site/build/engine.go).
const packed = "KLUv/aSIhAIAZAEAFAJ3aGF0IHdhcyBwYWNrZWQgY29tZXMgb3V0IGFnYWluOyABVBYFNOH+JwFNAAAAAVQABTOFBBL5tbdJ";

const bytes = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

test("what was packed comes out again", async () => {
  const text = await new Response(unzstd(bytes(packed))).text();
  assert.equal(text, "what was packed comes out again; ".repeat(5000));
});

test("what is cut off is an error, not a shorter engine", async () => {
  let failed = false;
  await new Response(unzstd(bytes(packed).slice(0, 30))).text().catch(() => (failed = true));
  assert.ok(failed);
});
