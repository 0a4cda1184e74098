// The engine's code, out of the page into a compiled module.

import { septets } from "./septets";

/** The bytes that an element of the page carries as text. */
export function embedded(id: string): Uint8Array<ArrayBuffer> {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`the page has no element "${id}"`);
  return septets(text);
}

/** A stream of gzipped bytes, unpacked. */
export function gunzip(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
}

/** Compiles the engine that the page carries; it is done once. */
export async function compileEngine(): Promise<WebAssembly.Module> {
  const response = new Response(gunzip(embedded("engine-wasm")), { headers: { "Content-Type": "application/wasm" } });
  return WebAssembly.compileStreaming(response);
}
