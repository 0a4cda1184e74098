import type { MapPlace } from "../../engine/query-types";
import { plain } from "../lib/text";

/** What a place is called; its coordinates where it has no name. */
export function placeName({ city, country, lat, lon }: MapPlace): string {
  const name = [city, country].filter(Boolean).join(", ");
  return name !== "" ? plain(name, 60) : `${lat.toFixed(1)}°, ${lon.toFixed(1)}°`;
}

export type Pace = "fast" | "air" | "slow";

/**
 * How fast a way was: airliners cruise at up to 920 km/h over the ground
 * without wind, and the jet stream adds to that; below 250 km/h a train could
 * have been taken.
 */
export function paceOf(kmh: number): Pace {
  if (kmh > 1000) return "fast";
  return kmh > 250 ? "air" : "slow";
}
