// Contrast of the colours, by the formula of WCAG 2.2: 4.5 for text (1.4.3),
// 3 for the edges of controls and for marks that carry meaning (1.4.11).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

type Tokens = Record<string, string>;

const css = readFileSync("styles/tokens.css", "utf8");
const pairs = [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)];
const light: Tokens = Object.fromEntries(pairs.map((m) => [m[1]!, m[2]!]));
const dark: Tokens = Object.fromEntries(pairs.map((m) => [m[1]!, m[3]!]));

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(colour.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const grounds = ["ground", "surface", "raised", "sunken", "hover", "selected"];
const severities = ["critical", "high", "medium", "low", "info"];

const text: [string, string][] = [
  ...["text", "muted", "accent"].flatMap((c) => grounds.map((g): [string, string] => [c, g])),
  ...["ground", "surface", "sunken"].map((g): [string, string] => ["bad", g]),
  ...severities.map((s): [string, string] => [s, `${s}-ground`]),
  ["warn", "warn-ground"],
  ["warn", "surface"],
  ["text", "warn-ground"],
  ["on-mark", "mark"],
  ["on-accent", "accent-fill"],
  ["ground", "text"],
];

const marks: [string, string][] = [
  ...["ground", "surface", "raised"].map((g): [string, string] => ["edge", g]),
  ...grounds.map((g): [string, string] => ["focus", g]),
  ["accent", "info-ground"],
  ...["step", "accent", "bad", "warn"].flatMap((c) => ["surface", "sunken", "warn-ground"].map((g): [string, string] => [c, g])),
];

for (const [scheme, t] of Object.entries({ light, dark })) {
  for (const [list, least] of [
    [text, 4.5],
    [marks, 3],
  ] as const) {
    test(`${scheme}: ${list.length} pairs of colours reach ${least}`, () => {
      for (const [a, b] of list) {
        const [x, y] = [t[a] ?? "", t[b] ?? ""];
        assert.ok(x && y, `no colour --${a} or --${b}`);
        const ratio = contrast(x, y);
        assert.ok(ratio >= least, `--${a} on --${b}: ${ratio.toFixed(2)}`);
      }
    });
  }
}

test("every colour is set for both schemes", () => {
  assert.doesNotMatch(css, /:\s*(#|rgb\()/);
});
