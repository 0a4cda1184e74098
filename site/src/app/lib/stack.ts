// Bars of events by the class of their outcome, one on the other.

/** From the bottom up: what failed stands on the ground, where bars can be compared. */
export const outcomes = ["deny", "failure", "other", "success"] as const;
export type OutcomeClass = (typeof outcomes)[number];

/** Numbers of events in equal steps, by class. */
export type Stacked = Record<OutcomeClass, readonly number[]>;

/** The events of a step. */
export function sumAt(data: Stacked, at: number): number {
  return outcomes.reduce((sum, o) => sum + (data[o][at] ?? 0), 0);
}

/** The events of every step. */
export function sums(data: Stacked): number[] {
  return data.success.map((_, i) => sumAt(data, i));
}

/**
 * The bars of each class as a path in a picture that is one unit wide for a
 * step. A class that occurs can be seen however few its events are.
 */
export function paths(data: Stacked, peak: number, height: number): Record<OutcomeClass, string> {
  const list = Object.fromEntries(outcomes.map((o) => [o, [] as string[]])) as Record<OutcomeClass, string[]>;
  const room = height - 2;
  data.success.forEach((_, i) => {
    let foot = height;
    for (const o of outcomes) {
      const n = data[o][i] ?? 0;
      if (n === 0) continue;
      const top = Math.max(0, foot - Math.max(1.5, (n / peak) * room));
      list[o].push(`M${i} ${round(foot)}V${round(top)}H${i + 1}V${round(foot)}z`);
      foot = top;
    }
  });
  return Object.fromEntries(outcomes.map((o) => [o, list[o].join("")])) as Record<OutcomeClass, string>;
}

function round(n: number): string {
  return String(Math.round(n * 10) / 10);
}
