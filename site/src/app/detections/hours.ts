// Working hours as the form shows them.

import type { WorkingHours } from "../../engine/types";
import { ownZone, zones } from "../lib/zone";

export const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** What is proposed first. */
export const usualHours: WorkingHours = { from: "08:00", to: "18:00", days: days.slice(0, 5), zone: "UTC" };

/** "00:00" to "24:00". */
export const wholeHours: readonly string[] = Array.from({ length: 25 }, (_, h) => `${String(h).padStart(2, "0")}:00`);

/** Zones to propose: that of this computer, all that the browser knows, and the distances from UTC that places have. */
export const zoneChoices = (): readonly string[] => (choices ??= [...new Set([ownZone(), ...zones(), ...offsets.filter((o) => o !== "+00:00")])]);
let choices: readonly string[] | undefined;

/** The distances from UTC that places have: whole hours, and the few that lie between. */
export const offsets: readonly string[] = [
  ...Array.from({ length: 27 }, (_, i) => i - 12).map((h) => offsetOf(h * 60)),
  ...["-09:30", "-03:30", "-02:30", "+03:30", "+04:30", "+05:30", "+05:45", "+06:30", "+08:45", "+09:30", "+10:30", "+12:45", "+13:45"],
].sort((a, b) => minutesOf(a) - minutesOf(b));

function offsetOf(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function minutesOf(offset: string): number {
  const [h, m] = offset.slice(1).split(":").map(Number) as [number, number];
  return (offset[0] === "-" ? -1 : 1) * (h * 60 + m);
}

/** The hours of a week that are worked in. A shift can go over midnight. */
export function weeklyHours({ from, to, days: worked }: WorkingHours): number {
  const [a, b] = [parseInt(from, 10), parseInt(to, 10)];
  return worked.length * (a <= b ? b - a : 24 - a + b);
}
