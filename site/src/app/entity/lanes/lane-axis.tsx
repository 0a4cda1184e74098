import type { JSX } from "preact";
import type { Geometry } from "./geometry";
import { ticks, type Tick } from "./ticks";

/** The ticks that a picture has room for. */
export function ticksOf({ view, width, rem }: Geometry): Tick[] {
  return ticks(view, Math.max(2, Math.floor(width / (6.5 * rem))));
}

/** Thin lines at the ticks, behind all marks. */
export function Grid({ list, geometry }: { list: readonly Tick[]; geometry: Geometry }): JSX.Element {
  const d = list.map((t) => `M${geometry.x(t.time).toFixed(1)} ${geometry.ruler}V${geometry.height}`).join("");
  return <path class="lane-grid" d={d} />;
}

/** The time axis below the lanes. */
export function Axis({ list, geometry }: { list: readonly Tick[]; geometry: Geometry }): JSX.Element {
  const { width, rem, x } = geometry;
  return (
    <svg class="lane-axis" width={width} height={2.5 * rem} aria-hidden="true">
      {list.map((tick) => {
        const at = x(tick.time);
        // A label at the edge is drawn towards the inside rather than cut.
        const anchor = at < 2.2 * rem ? "start" : at > width - 2.2 * rem ? "end" : "middle";
        return (
          <g key={tick.time}>
            <path d={`M${at.toFixed(1)} 0v${(0.3 * rem).toFixed(1)}`} />
            <text x={at} y={1.15 * rem} text-anchor={anchor}>
              {tick.label}
            </text>
            {tick.day && (
              <text class="day" x={at} y={2.15 * rem} text-anchor={anchor}>
                {tick.day}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
