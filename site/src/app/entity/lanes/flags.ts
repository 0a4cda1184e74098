// Where the flags of findings stand above the lanes.

import type { Finding } from "../../../engine/types";

export interface Flag {
  finding: Finding;
  /** Its stretch in milliseconds UTC. */
  from: number;
  to: number;
  /** Pixels from the left of the picture, and how many it is long. */
  x: number;
  width: number;
  row: number;
}

/**
 * Flags of the findings in view, as long as their stretch, in rows so that none
 * lies on another; the first findings come into the first rows. `at` is a
 * time's pixel, `least` the shortest flag. What does not fit into the rows is
 * in `hidden`.
 */
export function flags(
  findings: readonly Finding[],
  at: (time: number) => number,
  least: number,
  end: number,
  rows: number,
): { flags: Flag[]; hidden: number } {
  const taken: [from: number, to: number][][] = Array.from({ length: rows }, () => []);
  const list: Flag[] = [];
  let hidden = 0;
  for (const finding of findings) {
    const from = Date.parse(finding.first);
    const to = Date.parse(finding.last);
    if (at(to) < 0 || at(from) > end) continue;
    const x = Math.max(0, Math.min(at(from), end - least));
    const width = Math.max(least, Math.min(at(to), end) - x);
    const row = taken.findIndex((spans) => spans.every(([a, b]) => x + width <= a || x >= b));
    if (row < 0) {
      hidden++;
      continue;
    }
    taken[row]!.push([x, x + width]);
    list.push({ finding, from, to, x, width, row });
  }
  return { flags: list, hidden };
}
