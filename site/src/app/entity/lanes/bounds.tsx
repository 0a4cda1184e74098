import type { JSX } from "preact";
import { plural } from "../../lib/format";
import type { Geometry } from "./geometry";

interface Props {
  start: number | null;
  end: number | null;
  after: number;
  geometry: Geometry;
}

/** The start and the end of a session, and what came after its end. */
export function Bounds({ start, end, after, geometry }: Props): JSX.Element {
  const { x, width, height, ruler, rem } = geometry;
  const text = ruler - 0.45 * rem;
  const ended = end === null ? width : x(end);
  const near = start !== null && ended - x(start) < 4 * rem;
  return (
    <g class="lane-bounds">
      <defs>
        <pattern id="lane-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" />
        </pattern>
      </defs>
      {end !== null && after > 0 && ended < width && (
        <>
          <rect class="after-ground" x={Math.max(0, ended)} y={ruler} width={width - Math.max(0, ended)} height={height - ruler} />
          <rect class="after-hatch" x={Math.max(0, ended)} y={ruler} width={width - Math.max(0, ended)} height={height - ruler} />
        </>
      )}
      {start !== null && x(start) >= 0 && x(start) <= width && (
        <>
          <path class="bound" d={`M${x(start).toFixed(1)} ${ruler - 0.3 * rem}V${height}`} />
          {!near && (
            <text x={Math.max(x(start), 0) + (x(start) < 2 * rem ? 0 : -0.3 * rem)} y={text} text-anchor={x(start) < 3 * rem ? "start" : "middle"}>
              start
            </text>
          )}
        </>
      )}
      {end !== null && ended <= width && (
        <>
          {ended >= 0 && <path class="bound end" d={`M${ended.toFixed(1)} ${ruler - 0.3 * rem}V${height}`} />}
          <text
            class={after > 0 ? "after" : ""}
            x={Math.min(Math.max(0, ended), width)}
            y={text}
            text-anchor={after > 0 && width - ended > 11 * rem ? "start" : "end"}
          >
            {after > 0 ? `end, ${plural(after, "event")} after it` : "end"}
          </text>
        </>
      )}
    </g>
  );
}
