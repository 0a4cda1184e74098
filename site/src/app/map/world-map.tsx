import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { MapLeg, MapPlace } from "../../engine/query-types";
import { Icon } from "../components/icon";
import { useSize } from "../entity/use-size";
import { count, plural } from "../lib/format";
import { plain } from "../lib/text";
import { cameraOn, coasts, kept, pointOf, viewBox, wayOf, whole, width, height, type Camera, type Position } from "./projection";
import { paceOf, placeName } from "./words";

interface Props {
  places: readonly MapPlace[];
  legs: readonly MapLeg[];
  /** The leg that is looked at; -1 is none. */
  chosen: number;
  onChoose: (leg: number) => void;
}

const positionOf = ({ lon, lat }: MapPlace): Position => [lon, lat];

/** The places and the ways between them. The tables beside it say the same. */
export function WorldMap({ places, legs, chosen, onChoose }: Props): JSX.Element {
  const [camera, setCamera] = useState<Camera>(whole);
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number; from: Camera } | null>(null);
  const points = useMemo(() => places.map((p) => pointOf(positionOf(p))), [places]);
  const ways = useMemo(() => legs.map((l) => wayOf(positionOf(places[l.from]!), positionOf(places[l.to]!))), [places, legs]);
  const peak = Math.max(1, ...places.map((p) => p.events));
  const move = (dx: number, dy: number, factor = 1) =>
    setCamera((c) => kept({ zoom: c.zoom * factor, x: c.x + (dx * width) / c.zoom, y: c.y + (dy * height) / c.zoom }));
  const fit = () => setCamera(cameraOn(fitted(places, legs, chosen)));
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const done = {
      ArrowLeft: () => move(-0.1, 0),
      ArrowRight: () => move(0.1, 0),
      ArrowUp: () => move(0, -0.1),
      ArrowDown: () => move(0, 0.1),
      "+": () => move(0, 0, 1.4),
      "=": () => move(0, 0, 1.4),
      "-": () => move(0, 0, 1 / 1.4),
      "0": () => setCamera(whole),
    }[event.key];
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
    done();
  };
  // Marks and names have the same size on a phone and on a wall.
  const { width: room, rem } = useSize(frame);
  const size = ((room > 0 ? width / room : 1) * (rem / 16)) / camera.zoom;
  return (
    <div class="world">
      <div
        ref={frame}
        class="world-frame"
        tabIndex={0}
        role="group"
        aria-label="Map. Arrow keys move it, plus and minus change its size, 0 shows the whole world."
        onKeyDown={press}
        onWheel={(event) => {
          if (!event.ctrlKey) return; // the page scrolls
          event.preventDefault();
          move(0, 0, event.deltaY < 0 ? 1.2 : 1 / 1.2);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          drag.current = { x: event.clientX, y: event.clientY, from: camera };
        }}
        onPointerMove={(event) => {
          const d = drag.current;
          if (!d || event.buttons === 0) return void (drag.current = null);
          const scale = width / frame.current!.clientWidth / d.from.zoom;
          setCamera(kept({ ...d.from, x: d.from.x - (event.clientX - d.x) * scale, y: d.from.y - (event.clientY - d.y) * scale }));
        }}
        onPointerUp={() => (drag.current = null)}
      >
        <svg viewBox={viewBox(camera)} role="img" aria-labelledby="world-title">
          <title id="world-title">{summary(places, legs)}</title>
          <path class="land" d={coasts()} stroke-width={0.6 * size} />
          {/* The slowest first, so that the fastest lie on top. */}
          {[...legs.keys()].reverse().map((i) => (
            <path
              class={`way ${paceOf(legs[i]!.speed_kmh)} ${i === chosen ? "chosen" : ""}`}
              d={ways[i]}
              stroke-width={(i === chosen ? 3 : 1.4) * size}
              onClick={() => onChoose(i)}
            >
              <title>{wayTitle(legs[i]!, places)}</title>
            </path>
          ))}
          {points.map(([x, y], i) => {
            const p = places[i]!;
            return (
              <circle class={p.failures > p.events / 2 ? "place failing" : "place"} cx={x} cy={y} r={(2 + 7 * Math.sqrt(p.events / peak)) * size} stroke-width={size}>
                <title>{`${placeName(p)}: ${plural(p.events, "event")}, ${plural(p.users, "user")}`}</title>
              </circle>
            );
          })}
          {labelled(places, legs, chosen, points, size).map((i) => (
            <text x={points[i]![0] + 6 * size} y={points[i]![1] - 5 * size} font-size={11 * size} stroke-width={2.5 * size}>
              {plain(placeName(places[i]!), 24)}
            </text>
          ))}
        </svg>
      </div>
      <div class="world-buttons" role="group" aria-label="Size of the map">
        <button type="button" class="button small" aria-label="Larger" onClick={() => move(0, 0, 1.4)}>
          <Icon name="add" />
        </button>
        <button type="button" class="button small" aria-label="Smaller" onClick={() => move(0, 0, 1 / 1.4)}>
          <Icon name="minus" />
        </button>
        <button type="button" class="button small" id="map-fit" onClick={fit}>
          Fit
        </button>
        <button type="button" class="button small" onClick={() => setCamera(whole)}>
          World
        </button>
      </div>
      <ul class="world-legend" aria-label="Legend">
        <li class="fast">faster than any airliner</li>
        <li class="air">as fast as an airliner</li>
        <li class="slow">slower</li>
      </ul>
    </div>
  );
}

function fitted(places: readonly MapPlace[], legs: readonly MapLeg[], chosen: number): Position[] {
  const leg = legs[chosen];
  const shown = leg ? [leg.from, leg.to] : legs.length > 0 ? legs.flatMap((l) => [l.from, l.to]) : [...places.keys()];
  return shown.map((i) => positionOf(places[i]!));
}

const mostLabels = 40;

/**
 * The places that are named: the ends of the chosen way, then those of the
 * others and the largest, as far as their names do not lie over one another.
 */
function labelled(
  places: readonly MapPlace[],
  legs: readonly MapLeg[],
  chosen: number,
  points: readonly [number, number][],
  size: number,
): number[] {
  const leg = legs[chosen];
  const wanted = new Set([...(leg ? [leg.from, leg.to] : []), ...legs.flatMap((l) => [l.from, l.to]), ...places.keys()]);
  const boxes: { x: number; y: number; w: number }[] = [];
  const named: number[] = [];
  for (const i of wanted) {
    if (named.length === mostLabels) break;
    const [x, y] = points[i]!;
    const w = (placeName(places[i]!).length * 6 + 10) * size;
    if (boxes.some((b) => x < b.x + b.w && b.x < x + w && Math.abs(b.y - y) < 13 * size)) continue;
    boxes.push({ x, y, w });
    named.push(i);
  }
  return named;
}

function summary(places: readonly MapPlace[], legs: readonly MapLeg[]): string {
  const fast = legs.filter((l) => paceOf(l.speed_kmh) === "fast").length;
  return `Map of ${plural(places.length, "place")} and ${plural(legs.length, "way")} between them, ${count(fast)} faster than any airliner. The tables beside it say the same.`;
}

function wayTitle(leg: MapLeg, places: readonly MapPlace[]): string {
  return `${plain(leg.name, 80)}: ${placeName(places[leg.from]!)} to ${placeName(places[leg.to]!)}, ${count(leg.km)} km at ${count(leg.speed_kmh)} km/h`;
}
