import type { JSX } from "preact";
import { duration } from "../../lib/format";
import { timeAt } from "../../lib/time";
import { zone } from "../../lib/zone";
import { zoomStep } from "./use-lane-keys";
import { isZoomed, zoom, type View } from "./view";

interface Props {
  view: View;
  full: View;
  onView(view: View): void;
}

/** What stretch the lanes show, and buttons to change it. */
export function ZoomBar({ view, full, onView }: Props): JSX.Element {
  const zoomed = isZoomed(view, full);
  const by = (factor: number) => onView(zoom(view, full, factor, (view.from + view.to) / 2));
  const from = timeAt(view.from);
  const to = timeAt(view.to);
  return (
    <>
      <p class="lanes-stretch">
        {from} – {from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to} <span class="muted">{zone()}, {duration(view.to - view.from)}</span>
      </p>
      <div class="button-group" role="group" aria-label="Zoom">
        <button type="button" class="button small" id="zoom-out" title="Zoom out (-)" aria-label="Zoom out" disabled={!zoomed} onClick={() => by(1 / zoomStep)}>
          −
        </button>
        <button type="button" class="button small" id="zoom-in" title="Zoom in (+)" aria-label="Zoom in" onClick={() => by(zoomStep)}>
          +
        </button>
        <button type="button" class="button small" id="zoom-all" title="Show the whole session (0)" disabled={!zoomed} onClick={() => onView(full)}>
          All
        </button>
      </div>
    </>
  );
}
