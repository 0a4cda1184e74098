// The way of a session through its lanes: where it stayed, and where it changed.

import type { LaneEvent } from "../model";

/** Events one after the other in one lane. */
export interface Stay {
  lane: number;
  from: number;
  to: number;
  events: number;
}

/** From one context to another: the last event there, the first event here. */
export interface Step {
  from: number;
  to: number;
  /** When the session was seen in the old context for the last time. */
  left: number;
  /** When it was seen in the new one. */
  time: number;
}

/** The stays of events in order of time; those in a blank lane are no context and end no stay. */
export function stays(events: readonly LaneEvent[], blank: readonly boolean[] = []): Stay[] {
  const list: Stay[] = [];
  let open: Stay | undefined;
  for (const { lane, time } of events) {
    if (blank[lane]) continue;
    if (open?.lane === lane) {
      open.to = time;
      open.events++;
    } else {
      open = { lane, from: time, to: time, events: 1 };
      list.push(open);
    }
  }
  return list;
}

/** The steps between stays. */
export function steps(list: readonly Stay[]): Step[] {
  return list.slice(1).map((stay, i) => ({ from: list[i]!.lane, to: stay.lane, left: list[i]!.to, time: stay.from }));
}

/** A label of a step, with the gap between two lanes that it stands in. */
export interface StepLabel {
  step: Step;
  x: number;
  /** The upper of the two lanes. */
  lane: number;
}

/**
 * The steps that have room for their time: labels stand in the gap next to the
 * lane that is entered and never on each other. `at` is a time's pixel.
 */
export function stepLabels(list: readonly Step[], at: (time: number) => number, width: number, end: number): StepLabel[] {
  const taken = new Map<number, number>();
  const labels: StepLabel[] = [];
  for (const step of list) {
    const x = at(step.time);
    if (x < 0 || x > end - width) continue;
    const lane = step.to > step.from ? step.to - 1 : step.to;
    if (x < (taken.get(lane) ?? -Infinity)) continue;
    taken.set(lane, x + width);
    labels.push({ step, x, lane });
  }
  return labels;
}
