// The shapes of an entity's page, as the engine gives them; see engine/query-types.ts.

import type { SessionLane, SessionLanes } from "../../engine/query-types";

export type { EntityAnswer, EventKind, LaneEvent, OutcomeClass, SessionLane } from "../../engine/query-types";

/** The lanes of a picture: contexts, and one for all contexts beyond those that the engine lists. */
export interface LaneModel {
  lanes: SessionLane[];
  events: SessionLanes["events"];
  /** Nothing is known of the context: its events are Okta's own, and no change of it. */
  blank: boolean[];
  /** How many contexts the last lane stands for; 0 where each has its own. */
  further: number;
}

/** The lanes to draw. */
export function laneModel({ lanes, lane_total, events }: SessionLanes): LaneModel {
  const further = lane_total - lanes.length;
  const blank = lanes.map(({ network, city, country, org, asn, browser, os, device }) =>
    [network, city, country, org, asn, browser, os, device].every((value) => value === ""),
  );
  if (further <= 0) return { lanes, events, blank, further: 0 };
  const rest = events.filter((e) => e.lane < 0);
  const lane: SessionLane = {
    network: "",
    city: "",
    country: "",
    org: "",
    asn: "",
    browser: "",
    os: "",
    device: "",
    events: rest.length,
    first: rest[0]?.time ?? 0,
    last: rest[rest.length - 1]?.time ?? 0,
  };
  return {
    lanes: [...lanes, lane],
    events: events.map((e) => (e.lane < 0 ? { ...e, lane: lanes.length } : e)),
    blank: [...blank, false],
    further,
  };
}

/** "Hamburg, Germany", or what of it is known. */
export function placeOf({ city, country }: { city: string; country: string }): string {
  return [city, country].filter(Boolean).join(", ");
}
