import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import { nearest, type Cluster } from "./cluster";
import type { Geometry } from "./geometry";
import { pan, zoom, type View } from "./view";

interface Options {
  plot: RefObject<HTMLElement | null>;
  clusters: readonly Cluster[];
  geometry: Geometry;
  full: View;
  onView(view: View): void;
  onPoint(cluster: Cluster | null): void;
  /** A mark was clicked. */
  onPick(cluster: Cluster): void;
  /** An event's mark was clicked twice. */
  onOpen(uuid: string): void;
}

// A hand is not still: what moves less is a click.
const still = 4;

/** The pointer on the lanes: it points, picks, drags to pan, and zooms by the wheel with Ctrl. */
export function useLanePointer({ plot, clusters, geometry, full, onView, onPoint, onPick, onOpen }: Options) {
  const drag = useRef<{ x: number; view: View; moved: boolean } | null>(null);
  const { view } = geometry;
  const place = (event: MouseEvent) => {
    const box = plot.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const under = (event: MouseEvent) => {
    const { x, y } = place(event);
    return nearest(clusters, geometry.laneAt(y), x, 1.1 * geometry.rem) ?? null;
  };
  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      drag.current = { x: event.clientX, view, moved: false };
    },
    onPointerMove(event: PointerEvent) {
      const held = drag.current;
      if (!held) return onPoint(under(event));
      const by = event.clientX - held.x;
      if (!held.moved && Math.abs(by) < still) return;
      if (!held.moved) plot.current?.setPointerCapture(event.pointerId);
      held.moved = true;
      onPoint(null);
      onView(pan(held.view, full, -by / geometry.scale));
    },
    onPointerUp(event: PointerEvent) {
      const held = drag.current;
      drag.current = null;
      if (!held || held.moved) return;
      const cluster = under(event);
      if (cluster) onPick(cluster);
    },
    onPointerCancel() {
      drag.current = null;
    },
    onPointerLeave() {
      if (!drag.current?.moved) drag.current = null;
      onPoint(null);
    },
    onDblClick(event: MouseEvent) {
      const cluster = under(event);
      if (cluster?.events.length === 1) onOpen(cluster.events[0]!.uuid);
    },
    onWheel(event: WheelEvent) {
      // Without Ctrl the wheel belongs to the page, sideways to the picture.
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        onPoint(null);
        onView(zoom(view, full, Math.exp(Math.max(-1, Math.min(1, event.deltaY * 0.004))), geometry.time(place(event).x)));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        onPoint(null);
        onView(pan(view, full, (event.deltaX || event.deltaY) / geometry.scale));
      }
    },
  };
}
