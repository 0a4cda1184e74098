/** Unpacks the bundled sample, a gzipped CSV. */
export async function unpackSample(packed: Uint8Array<ArrayBuffer>): Promise<File> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(stream).arrayBuffer();
  return new File([text], "sample.csv", { type: "text/csv" });
}
