// The engine's code, out of the page into a compiled module.

import { Decompress } from "fzstd";
import { septets } from "./septets";

/** The bytes that an element of the page carries as text. */
export function embedded(id: string): Uint8Array<ArrayBuffer> {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`the page has no element "${id}"`);
  return septets(text);
}

/** A stream of bytes packed with Zstandard, unpacked a piece at a time as they are asked for. */
export function unzstd(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const ready: Uint8Array<ArrayBuffer>[] = [];
  // The library's buffer is used again: what comes out of it is copied.
  const unpack = new Decompress((chunk) => ready.push(chunk.slice()));
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      while (ready.length === 0 && at < bytes.length) {
        const to = Math.min(at + piece, bytes.length);
        unpack.push(bytes.subarray(at, to), to === bytes.length);
        at = to;
      }
      for (const chunk of ready.splice(0)) controller.enqueue(chunk);
      if (at === bytes.length) controller.close();
    },
  });
}

// Small enough that the browser compiles one piece while the next is unpacked.
const piece = 64 << 10;

/** Compiles the engine that the page carries; it is done once. */
export async function compileEngine(): Promise<WebAssembly.Module> {
  const response = new Response(unzstd(embedded("engine-wasm")), { headers: { "Content-Type": "application/wasm" } });
  return WebAssembly.compileStreaming(response);
}
