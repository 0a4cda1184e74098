// Packs standard input with Zstandard at level 19, or unpacks it with -d, to
// standard output. It is the reference implementation as WebAssembly: Node 20
// has no Zstandard of its own, and what there is in Go packs an eighth worse.

import { readFileSync, writeSync } from "node:fs";
import { compress, decompress, init } from "@bokuweb/zstd-wasm";

await init();
const input = readFileSync(0);
const output = process.argv[2] === "-d" ? decompress(input) : compress(input, 19);
for (let at = 0; at < output.length; ) at += writeSync(1, output, at);
