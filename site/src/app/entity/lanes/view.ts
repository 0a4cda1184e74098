// The stretch of time that a picture shows, and how zooming and panning change it.

/** A stretch of time in milliseconds UTC, both ends in it. */
export interface View {
  from: number;
  to: number;
}

/** No picture shows less: a log has no finer times than milliseconds. */
export const shortest = 50;

// What is left free on both sides, so that the first and last marks are whole.
const margin = 0.025;

/** The stretch that shows everything from one time to another with some room on both sides. */
export function around(first: number, last: number): View {
  const room = Math.max((last - first) * margin, shortest);
  return { from: first - room, to: last + room };
}

/** A view `factor` times as long, in which `at` stays where it is; never longer than `full`. */
export function zoom(view: View, full: View, factor: number, at: number): View {
  const length = Math.min(Math.max((view.to - view.from) * factor, shortest), full.to - full.from);
  const share = (at - view.from) / (view.to - view.from);
  return inside(at - share * length, length, full);
}

/** A view moved by so many milliseconds, as far as there is something to see. */
export function pan(view: View, full: View, by: number): View {
  return inside(view.from + by, view.to - view.from, full);
}

/** A view of the same length that has a time in it, moved no further than needed. */
export function reveal(view: View, full: View, at: number): View {
  const length = view.to - view.from;
  const edge = length * 0.06;
  if (at < view.from + edge) return inside(at - edge, length, full);
  if (at > view.to - edge) return inside(at + edge - length, length, full);
  return view;
}

/** Whether a view shows less than everything. */
export function isZoomed(view: View, full: View): boolean {
  return view.to - view.from < (full.to - full.from) * 0.999;
}

function inside(from: number, length: number, full: View): View {
  const start = Math.max(full.from, Math.min(from, full.to - length));
  return { from: start, to: Math.min(start + length, full.to) };
}
