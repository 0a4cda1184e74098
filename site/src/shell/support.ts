// What the page needs of a browser.

const needed: readonly [name: string, words: string][] = [
  ["WebAssembly", "WebAssembly (some browsers switch it off in a lockdown or strict mode)"],
  ["Worker", "web workers"],
  ["Blob", "blobs"],
];

/** What a browser's global object lacks, in words to show. */
export function missing(scope: object & { CSS?: Pick<typeof CSS, "supports"> }): string[] {
  const lacks = needed.filter(([name]) => !(name in scope)).map(([, words]) => words);
  // Browsers have it since the spring of 2024; without it the page has no colours.
  if (!scope.CSS?.supports("color", "light-dark(#000, #fff)")) lacks.push("colours for light and dark (light-dark)");
  return lacks;
}
