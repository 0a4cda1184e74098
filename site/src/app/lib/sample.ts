/** Unpacks the bundled sample: base64 of a gzipped CSV. */
export async function unpackSample(base64: string): Promise<File> {
  const packed = Uint8Array.from(atob(base64.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(stream).arrayBuffer();
  return new File([text], "sample.csv", { type: "text/csv" });
}
