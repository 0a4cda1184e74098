// Marks that would lie on each other are put together to one with their number.

import type { LaneEvent } from "../model";

/** One mark: an event, or several that are too near to each other to be told apart. */
export interface Cluster {
  lane: number;
  /** In order of time. */
  events: LaneEvent[];
  /** Where its middle is, in pixels from the time zero of the scale. */
  x: number;
}

/** The room that a mark takes, and a mark with a number, in pixels. */
export interface Room {
  mark: number;
  number: number;
}

/**
 * The marks of events in order of time, lane by lane. `scale` is pixels a
 * millisecond, `zero` the time at pixel 0. They are made for the whole session,
 * whatever part of it is on screen: panning moves marks and never changes them.
 */
export function clusters(events: readonly LaneEvent[], lanes: number, zero: number, scale: number, room: Room): Cluster[] {
  const last: (Cluster | undefined)[] = new Array(lanes);
  const starts: number[] = new Array(lanes).fill(0);
  const list: Cluster[] = [];
  for (const event of events) {
    const { lane } = event;
    const x = (event.time - zero) * scale;
    const open = last[lane];
    const width = open && open.events.length > 1 ? room.number : room.mark;
    if (open && x - starts[lane]! < width) {
      open.events.push(event);
      // The number begins where the first mark would.
      open.x = starts[lane]! - room.mark / 2 + room.number / 2;
      continue;
    }
    const cluster = { lane, events: [event], x };
    list.push(cluster);
    last[lane] = cluster;
    starts[lane] = x;
  }
  return list;
}

/** The mark nearest to a place of a lane, no further than `reach` pixels. */
export function nearest(list: readonly Cluster[], lane: number, x: number, reach: number): Cluster | undefined {
  let found: Cluster | undefined;
  let best = reach;
  for (const cluster of list) {
    if (cluster.lane !== lane) continue;
    const away = Math.abs(cluster.x - x);
    if (away <= best) {
      best = away;
      found = cluster;
    }
  }
  return found;
}
