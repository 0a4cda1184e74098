import assert from "node:assert/strict";
import { test } from "node:test";
import { readPiece } from "./reader";

const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

/** A piece that says to have a size and whose stream gives what it likes. */
function piece(size: number, given: Uint8Array<ArrayBuffer>): Blob {
  let at = 0;
  const stream = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      type: "bytes",
      pull(controller) {
        const next = given.slice(at, at + 70_000);
        at += next.byteLength;
        if (next.byteLength > 0) controller.enqueue(next);
        if (at < given.byteLength) return;
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
  return { size, stream } as unknown as Blob;
}

test("a piece is read into the buffer that is given, and into a larger one if it does not fit", async () => {
  const first = await readPiece(piece(bytes.byteLength, bytes));
  assert.deepEqual(first, bytes);
  const again = await readPiece(piece(1000, bytes.slice(0, 1000)), first.buffer);
  assert.deepEqual(again, bytes.slice(0, 1000));
  assert.equal(again.buffer.byteLength, bytes.byteLength);
  assert.deepEqual(await readPiece(piece(bytes.byteLength, bytes), new ArrayBuffer(10)), bytes);
  assert.equal((await readPiece(piece(0, bytes.slice(0, 0)))).byteLength, 0);
});

test("a piece that ends early is an error", async () => {
  const read = readPiece(piece(bytes.byteLength, bytes.slice(0, 299_000)));
  assert.match(await read.then(() => "no error", String), /1000 bytes before its end/);
});

test("a browser without streams of bytes reads the piece at once", async () => {
  const plain = { size: 3, stream: () => new ReadableStream(), arrayBuffer: async () => Uint8Array.of(1, 2, 3).buffer };
  assert.deepEqual(await readPiece(plain as unknown as Blob), Uint8Array.of(1, 2, 3));
});
