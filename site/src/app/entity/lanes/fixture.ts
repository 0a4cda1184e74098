// Lanes and events for the unit tests.

import type { LaneEvent, SessionLane } from "../model";

export function laneEvent(time: number, lane = 0, more: Partial<LaneEvent> = {}): LaneEvent {
  return {
    uuid: `${lane}-${time}`,
    time,
    lane,
    type: "user.authentication.sso",
    kind: "app",
    outcome: "success",
    changed: false,
    ...more,
  };
}

export function sessionLane(more: Partial<SessionLane> = {}): SessionLane {
  return {
    network: "192.0.2.0/24",
    city: "Hamburg",
    country: "Germany",
    org: "",
    asn: "",
    browser: "Edge",
    os: "Windows",
    device: "",
    events: 1,
    first: 0,
    last: 0,
    ...more,
  };
}
