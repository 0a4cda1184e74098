import assert from "node:assert/strict";
import { test } from "node:test";
import { blockSize, RowCache, type Row } from "./row-cache";

interface Call {
  from: number;
  to: number;
  answer(): void;
  fail(reason: Error): void;
}

function make(count: number): { cache: RowCache; calls: Call[]; changes: () => number } {
  const calls: Call[] = [];
  let changes = 0;
  const rows = (from: number, to: number): Row[] =>
    Array.from({ length: to - from }, (_, i) => ({ uuid: `u${from + i}`, time: from + i, values: [`a${from + i}`, "b"] }));
  const cache = new RowCache(
    count,
    ["actor", "type"],
    (from, to) =>
      new Promise((resolve, reject) => calls.push({ from, to, answer: () => resolve(rows(from, to)), fail: reject })),
    () => changes++,
  );
  return { cache, calls, changes: () => changes };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

test("rows come by blocks, those in view first and then their neighbours", async () => {
  const { cache, calls, changes } = make(10_000);
  cache.want(1010, 1050);
  assert.deepEqual(calls.map((c) => c.from), [1000, 1200]);
  assert.equal(cache.has(1010, 1050), false);
  assert.equal(cache.get(1010), undefined);
  calls[0]!.answer();
  await settle();
  assert.equal(cache.has(1010, 1050), true);
  assert.equal(cache.get(1049)!.uuid, "u1049");
  assert.equal(cache.value(cache.get(1049)!, "actor"), "a1049");
  assert.equal(cache.value(cache.get(1049)!, "unknown"), "");
  assert.equal(changes(), 1);
  assert.deepEqual(calls.map((c) => c.from), [1000, 1200, 800]);
});

test("what is not wanted any more is not fetched", async () => {
  const { cache, calls } = make(1_000_000);
  for (let at = 0; at < 900_000; at += 10_000) cache.want(at, at + 40);
  cache.want(999_960, 1_000_000);
  assert.equal(calls.length, 2);
  calls[0]!.answer();
  calls[1]!.answer();
  await settle();
  assert.deepEqual(calls.slice(2).map((c) => [c.from, c.to]), [
    [999_800, 1_000_000],
    [999_600, 999_800],
  ]);
});

test("the last block is as long as the rest of the list", () => {
  const { cache, calls } = make(450);
  cache.want(400, 450);
  assert.deepEqual(calls.map((c) => [c.from, c.to]), [
    [400, 450],
    [200, 400],
  ]);
  assert.equal(make(0).calls.length, 0);
});

test("a held cache asks for nothing until it is released", async () => {
  const { cache, calls } = make(10_000);
  cache.hold();
  cache.want(0, 40);
  assert.equal(calls.length, 0);
  cache.release();
  assert.equal(calls.length, 2);
});

test("a failure is told, and a block is asked for again when it is wanted again", async () => {
  const { cache, calls, changes } = make(100);
  cache.want(0, 40);
  calls[0]!.fail(new Error("gone"));
  await settle();
  assert.match(String(cache.failure), /gone/);
  assert.equal(changes(), 1);
  assert.equal(calls.length, 1);
  cache.want(0, 40);
  calls[1]!.answer();
  await settle();
  assert.equal(cache.failure, null);
  assert.equal(cache.has(0, 100), true);
});

test("old blocks make room", async () => {
  const { cache, calls } = make(blockSize * 400);
  for (let block = 0; block < 400; block++) {
    cache.want(block * blockSize, block * blockSize + 1);
    for (const call of calls.splice(0)) call.answer();
    await settle();
  }
  assert.equal(cache.get(0), undefined);
  assert.equal(cache.get(399 * blockSize)!.uuid, `u${399 * blockSize}`);
});
