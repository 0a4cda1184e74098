// A week's hours: 7 rows of 24 counts, Monday first, shifted from UTC to the
// page's zone.

/** 7 rows, Monday first, of 24 counts. */
export type Week = readonly (readonly number[])[];

export const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** A week moved by so many minutes. A step that is not a whole hour counts as the hour that it began in. */
export function shiftWeek(week: Week, minutes: number): number[][] {
  const by = Math.floor(minutes / 60);
  const shifted = days.map(() => new Array<number>(24).fill(0));
  week.forEach((row, day) =>
    row.forEach((n, hour) => {
      const at = (((day * 24 + hour + by) % 168) + 168) % 168;
      shifted[Math.floor(at / 24)]![at % 24]! += n;
    }),
  );
  return shifted;
}

/** The steps of the heat map: 0 for nothing, 1 to 5 by share of the peak, so that a single event can be seen. */
export function heat(n: number, peak: number): number {
  return n <= 0 ? 0 : Math.max(1, Math.ceil((n / peak) * 5));
}

/** A week in words: how many, on what days, the usual hours. */
export function weekText(week: Week, noun: string): string {
  const total = week.flat().reduce((sum, n) => sum + n, 0);
  if (total === 0) return `No ${noun}s.`;
  let peak = { n: 0, day: 0, hour: 0 };
  week.forEach((row, day) => row.forEach((n, hour) => n > peak.n && (peak = { n, day, hour })));
  const used = days.filter((_, day) => week[day]!.some((n) => n > 0));
  return `${total} ${noun}${total === 1 ? "" : "s"} on ${used.join(", ")}; the most, ${peak.n}, on ${days[peak.day]} from ${clock(peak.hour)}.`;
}

/** "09:00" */
export function clock(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}
