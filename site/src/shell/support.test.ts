import assert from "node:assert/strict";
import { test } from "node:test";
import { missing } from "./support";

const all = { WebAssembly: {}, Worker: {}, Blob: {}, CSS: { supports: () => true } };

test("a browser that has everything lacks nothing", () => {
  assert.deepEqual(missing(all), []);
});

test("what a browser lacks is named", () => {
  const { WebAssembly: _wasm, Worker: _worker, ...some } = all;
  const lacks = missing(some);
  assert.equal(lacks.length, 2);
  assert.match(lacks[0] ?? "", /^WebAssembly \(/);
  assert.equal(lacks[1], "web workers");
});

test("a browser without colours for both schemes is told of", () => {
  assert.deepEqual(missing({ ...all, CSS: { supports: () => false } }).length, 1);
  const { CSS: _css, ...none } = all;
  assert.match(missing(none)[0] ?? "", /light-dark/);
});
