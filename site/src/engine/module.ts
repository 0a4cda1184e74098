// The engine's code, out of the page into a compiled module.

/** The bytes behind the base64 text of an element of the page. */
export function embedded(id: string): Uint8Array<ArrayBuffer> {
  const text = document.getElementById(id)?.textContent?.trim();
  if (!text) throw new Error(`the page has no element "${id}"`);
  const fast = (Uint8Array as unknown as { fromBase64?: (s: string) => Uint8Array<ArrayBuffer> }).fromBase64;
  if (fast) return fast.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
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
