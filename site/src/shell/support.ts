// What the page needs of a browser.

const needed: readonly [name: string, words: string][] = [
  ["WebAssembly", "WebAssembly (some browsers switch it off in a lockdown or strict mode)"],
  ["DecompressionStream", "DecompressionStream"],
  ["Worker", "web workers"],
  ["Blob", "blobs"],
];

/** What a browser's global object lacks, in words to show. */
export function missing(scope: object): string[] {
  return needed.filter(([name]) => !(name in scope)).map(([, words]) => words);
}
