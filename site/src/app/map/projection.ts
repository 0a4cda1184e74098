// The world on a plane.

import { geoNaturalEarth1, geoPath, type GeoPermissibleObjects, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import land110 from "world-atlas/land-110m.json";

/** The size of the drawing; it is scaled to its place. */
export const width = 960;
export const height = 480;

/** What of the world is shown: how large, and about which point of the whole drawing. */
export interface Camera {
  zoom: number;
  x: number;
  y: number;
}

export const whole: Camera = { zoom: 1, x: width / 2, y: height / 2 };

const most = 24;

/** Degrees, longitude first. */
export type Position = [lon: number, lat: number];

const topology = land110 as unknown as Parameters<typeof feature>[0];
const land = feature(topology, topology.objects.land!) as GeoPermissibleObjects;

const base: GeoProjection = geoNaturalEarth1().fitExtent(
  [
    [4, 4],
    [width - 4, height - 4],
  ],
  { type: "Sphere" },
);

/** The coasts of all land as the path of an SVG. They are drawn once; the camera moves over them. */
export const coasts = (): string => (coastsPath ??= geoPath(base).digits(1)(land) ?? "");
let coastsPath: string | undefined;

/** Where a place is in the drawing. */
export function pointOf(at: Position): [number, number] {
  return base(at) ?? [0, 0];
}

/** The shortest way between two places as the path of an SVG. */
export function wayOf(from: Position, to: Position): string {
  return geoPath(base).digits(1)({ type: "LineString", coordinates: [from, to] }) ?? "";
}

/** The part of the drawing that a camera shows, as an SVG's viewBox. */
export function viewBox({ zoom, x, y }: Camera): string {
  return [x - width / zoom / 2, y - height / zoom / 2, width / zoom, height / zoom].map((n) => n.toFixed(2)).join(" ");
}

/** A camera that does not leave the world. */
export function kept({ zoom, x, y }: Camera): Camera {
  const z = Math.min(Math.max(zoom, 1), most);
  const clamp = (v: number, size: number): number => Math.min(Math.max(v, size / z / 2), size - size / z / 2);
  return { zoom: z, x: clamp(x, width), y: clamp(y, height) };
}

/** The closest camera that shows all of the places with room about them. */
export function cameraOn(places: readonly Position[]): Camera {
  if (places.length === 0) return whole;
  const points = places.map(pointOf);
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const zoom = Math.min(width / (right - left + 120), height / (bottom - top + 90), 8);
  return kept({ zoom, x: (left + right) / 2, y: (top + bottom) / 2 });
}
