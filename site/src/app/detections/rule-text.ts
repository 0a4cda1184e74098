// Texts of rules: places in them, names of their files, and a filter expression
// as a file.

import type { OwnRule, Severity, TextFault } from "../../engine/types";

/** Where a place of a text is; line 1 and column 1 are the first, columns count characters. */
export function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  for (let n = 1; n < column && at < text.length && text[at] !== "\n"; n++) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

/** The number of lines of a text; an empty one has one. */
export function linesOf(text: string): number {
  let n = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) n++;
  return n;
}

/** Where something is wrong, in words. */
export function placeOf({ line, column }: TextFault): string {
  if (line <= 0) return "";
  return column ? `Line ${line}, column ${column}` : `Line ${line}`;
}

/** The levels of Sigma, by the severities of findings. */
const levels: Record<Severity, string> = { info: "informational", low: "low", medium: "medium", high: "high", critical: "critical" };

/** A file of one Sigma rule that holds a filter expression; the command line runs it as the page does. */
export function ruleOfExpression(expression: string, title: string, severity: Severity): string {
  const lines = expression
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => (line.trim() === "" ? "" : `    ${line}`));
  return [
    `title: ${JSON.stringify(title.trim())}`,
    "logsource:",
    "  product: okta",
    "  service: okta",
    `level: ${levels[severity]}`,
    "detection:",
    "  okta_systemlog: |-",
    ...lines,
    "",
  ].join("\n");
}

/** The title that a file of rules begins with, as far as a line tells; "" where none does. */
export function titleOf(text: string): string {
  const line = /^title:[ \t]*(.*)$/m.exec(text)?.[1]?.trim() ?? "";
  return line.replace(/^(["'])(.*)\1$/, "$2").trim();
}

/** A name of a file for a title, which none of the rules has. */
export function fileNameOf(title: string, rules: readonly OwnRule[]): string {
  const words = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  const stem = words || "own-rule";
  const taken = new Set(rules.map((r) => r.name));
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${stem}.yml` : `${stem}-${n}.yml`;
    if (!taken.has(name)) return name;
  }
}

/** A name as a file of rules has it on the command line; "" where it is none. */
export function cleanFileName(typed: string): string {
  const name = typed.trim().replace(/[\u0000-\u001f\u007f/\\:*?"<>|]+/g, "-").slice(0, 120);
  if (name === "" || /^\.+$/.test(name)) return "";
  return /\.ya?ml$/i.test(name) ? name : `${name}.yml`;
}
