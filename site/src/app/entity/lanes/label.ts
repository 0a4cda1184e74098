// What a lane is called: what is other than in the lane before comes first.

import { placeOf, type SessionLane } from "../model";

export interface LabelPart {
  /** What kind of value it is, for the label that is read out. */
  name: string;
  value: string;
  /** It is another one than in the lane before. */
  differs: boolean;
}

const fields: readonly [name: string, of: (lane: SessionLane) => string][] = [
  ["place", placeOf],
  ["network", (lane) => lane.network],
  ["network owner", (lane) => lane.org],
  ["AS number", (lane) => lane.asn],
  ["browser", (lane) => lane.browser],
  ["system", (lane) => lane.os],
  ["device", (lane) => lane.device],
];

/** The parts of a lane's label that the log has a value for. */
export function labelParts(lane: SessionLane, before: SessionLane | undefined): LabelPart[] {
  return fields
    .map(([name, of]) => ({ name, value: of(lane), differs: before !== undefined && of(before) !== of(lane) }))
    .filter((part) => part.value !== "" || part.differs)
    .map((part) => (part.value === "" ? { ...part, value: `no ${part.name}` } : part));
}

/** What tells a lane from the one before: those parts, or all where there is none before or nothing differs. */
export function telling(parts: readonly LabelPart[]): readonly LabelPart[] {
  const others = parts.filter((part) => part.differs);
  return others.length > 0 ? others : parts;
}

/** The letter of a lane: A to Z, then A1, B1, … */
export function letter(lane: number): string {
  const round = Math.floor(lane / 26);
  return String.fromCharCode(65 + (lane % 26)) + (round > 0 ? round : "");
}
