import { unzstd } from "../../engine/module";

/** Unpacks the bundled sample, a CSV. */
export async function unpackSample(packed: Uint8Array<ArrayBuffer>): Promise<File> {
  const text = await new Response(unzstd(packed)).arrayBuffer();
  return new File([text], "sample.csv", { type: "text/csv" });
}
