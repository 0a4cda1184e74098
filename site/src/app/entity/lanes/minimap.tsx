import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { LaneEvent } from "../model";
import { isBad } from "./lane-marks";
import { pan, type View } from "./view";

interface Props {
  events: readonly LaneEvent[];
  lanes: number;
  view: View;
  full: View;
  width: number;
  rem: number;
  onView(view: View): void;
}

/** The whole session on a narrow strip, with a window where the picture is; the window can be dragged. */
export function Minimap({ events, lanes, view, full, width, rem, onView }: Props): JSX.Element {
  const grip = useRef<number | null>(null);
  const height = 1.75 * rem;
  const scale = width / (full.to - full.from);
  const lines = useMemo(() => {
    const slot = height / Math.max(lanes, 1);
    const path = (list: readonly LaneEvent[]) => {
      // One line a pixel and lane is all that can be seen.
      const seen = new Set<string>();
      for (const e of list) seen.add(`M${Math.round((e.time - full.from) * scale)}.5 ${(e.lane * slot + slot * 0.15).toFixed(1)}`);
      return [...seen].map((at) => `${at}v${Math.max(1.5, slot * 0.7).toFixed(1)}`).join("");
    };
    return (
      <>
        <path class="mini-events" d={path(events)} />
        <path class="mini-bad" d={path(events.filter((e) => isBad(e.outcome)))} />
      </>
    );
  }, [events, lanes, full, scale, height]);
  const left = (view.from - full.from) * scale;
  const right = (view.to - full.from) * scale;
  const timeOf = (event: PointerEvent) =>
    full.from + (event.clientX - (event.currentTarget as Element).getBoundingClientRect().left) / scale;
  const centre = (time: number) => onView(pan(view, full, time - (view.from + view.to) / 2));
  return (
    <svg
      class="lane-minimap"
      width={width}
      height={height}
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const time = timeOf(event);
        const inside = time >= view.from && time <= view.to;
        grip.current = inside ? time - view.from : (view.to - view.from) / 2;
        event.currentTarget.setPointerCapture(event.pointerId);
        if (!inside) centre(time);
      }}
      onPointerMove={(event) => {
        if (grip.current !== null) onView(pan(view, full, timeOf(event) - grip.current - view.from));
      }}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      {lines}
      <path class="mini-shade" d={`M0 0H${left.toFixed(1)}V${height}H0ZM${right.toFixed(1)} 0H${width}V${height}H${right.toFixed(1)}Z`} />
      <rect class="mini-window" x={left + 0.75} y={0.75} width={Math.max(4, right - left - 1.5)} height={height - 1.5} rx={3} />
    </svg>
  );
}
