import type { LaneEvent } from "../model";
import type { Cluster } from "./cluster";
import { pan, reveal, shortest, zoom, type View } from "./view";

interface Options {
  events: readonly LaneEvent[];
  lanes: number;
  current: string;
  full: View;
  view: View;
  onView(view: View): void;
  onCurrent(uuid: string): void;
  onOpen(uuid: string): void;
}

/** How much a key zooms and pans. */
export const zoomStep = 0.6;
const panStep = 0.2;

/** The keys of the lanes: from event to event, zooming and panning. */
export function useLaneKeys({ events, lanes, current, full, view, onView, onCurrent, onOpen }: Options) {
  const at = events.findIndex((e) => e.uuid === current);
  const go = (event: LaneEvent | undefined) => {
    if (!event) return;
    onCurrent(event.uuid);
    onView(reveal(view, full, event.time));
  };
  const centre = at >= 0 ? events[at]!.time : (view.from + view.to) / 2;
  const scale = (factor: number) => onView(zoom(view, full, factor, Math.min(Math.max(centre, view.from), view.to)));
  const shift = (share: number) => onView(pan(view, full, (view.to - view.from) * share));
  return {
    /** Handles a key press and keeps it from the page when it meant something. */
    press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const first = () => go(events.find((e) => e.time >= view.from) ?? events[0]);
      const actions: Record<string, () => void> = {
        ArrowRight: () => (event.shiftKey ? shift(panStep) : at < 0 ? first() : go(events[at + 1])),
        ArrowLeft: () => (event.shiftKey ? shift(-panStep) : at < 0 ? first() : go(events[at - 1])),
        ArrowDown: () => (at < 0 ? first() : go(besides(events, at, lanes, 1))),
        ArrowUp: () => (at < 0 ? first() : go(besides(events, at, lanes, -1))),
        PageDown: () => shift(0.9),
        PageUp: () => shift(-0.9),
        Home: () => go(events[0]),
        End: () => go(events[events.length - 1]),
        "+": () => scale(zoomStep),
        "=": () => scale(zoomStep),
        "-": () => scale(1 / zoomStep),
        "0": () => onView(full),
      };
      if (at >= 0) {
        actions.Enter = () => onOpen(current);
        actions.Escape = () => onCurrent("");
      }
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    },
    /** The view that splits a mark with a number. */
    onto({ events: inside }: Cluster): View {
      const first = inside[0]!.time;
      const last = inside[inside.length - 1]!.time;
      const length = Math.min(Math.max((last - first) * 1.6, shortest), full.to - full.from);
      return pan({ from: (first + last - length) / 2, to: (first + last + length) / 2 }, full, 0);
    },
  };
}

/** The event of the next lane in a direction that is nearest in time to another one. */
export function besides(events: readonly LaneEvent[], at: number, lanes: number, direction: 1 | -1): LaneEvent | undefined {
  const { time, lane } = events[at]!;
  for (let next = lane + direction; next >= 0 && next < lanes; next += direction) {
    let found: LaneEvent | undefined;
    for (const e of events) {
      if (e.lane === next && (!found || Math.abs(e.time - time) < Math.abs(found.time - time))) found = e;
    }
    if (found) return found;
  }
  return undefined;
}
