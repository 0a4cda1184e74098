// Sizes of the picture, in pixels; they follow the size of the page's type.

import type { Size } from "../use-size";
import type { Room } from "./cluster";
import type { View } from "./view";

export interface Geometry {
  width: number;
  rem: number;
  /** The labels stand above their lanes instead of beside them. */
  narrow: boolean;
  /** The lanes are many and drawn lower: their labels have a line for what differs. */
  low: boolean;
  /** The height of the strip above the lanes that names start and end. */
  ruler: number;
  lane: number;
  /** From a lane's top to its marks. */
  middle: number;
  height: number;
  view: View;
  /** Pixels a millisecond. */
  scale: number;
  room: Room;
  x(time: number): number;
  y(lane: number): number;
  time(x: number): number;
  /** The lane at a height; it may be one that is not there. */
  laneAt(y: number): number;
}

/** From how many lanes on they are drawn lower. */
const many = 6;

/** The geometry of a picture of so many lanes. */
export function geometry({ width, rem }: Size, lanes: number, view: View, narrow: boolean): Geometry {
  const ruler = 1.5 * rem;
  const low = !narrow && lanes > many;
  const lane = (narrow ? 4.75 : low ? 3.25 : 4.25) * rem;
  const middle = narrow ? 2.9 * rem : lane / 2;
  const scale = width / (view.to - view.from);
  return {
    width,
    rem,
    narrow,
    low,
    ruler,
    lane,
    middle,
    height: ruler + lanes * lane,
    view,
    scale,
    room: { mark: 0.85 * rem, number: 1.9 * rem },
    x: (time) => (time - view.from) * scale,
    y: (n) => ruler + n * lane + middle,
    time: (x) => view.from + x / scale,
    laneAt: (y) => Math.floor((y - ruler) / lane),
  };
}
