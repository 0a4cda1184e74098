import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { focusTable } from "./focus";
import { leastWidth, mostWidth, type Placed } from "./layout";

interface Props {
  column: Placed;
  /** A rem in px. */
  rem: number;
  /** Tab reaches the edge of the active column alone. */
  active: boolean;
  /** Takes a width in rem, or gives every column its usual one again. */
  onWidth(rem: number | null): void;
}

/** The edge of a column: dragged, or moved by the arrow keys, it sets the width. */
export function ColumnEdge({ column, rem, active, onWidth }: Props): JSX.Element {
  const drag = useRef<{ x: number; px: number } | null>(null);
  const width = column.px / rem;
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const to = { ArrowLeft: width - 1, ArrowRight: width + 1, Home: leastWidth, End: mostWidth, Enter: null }[event.key];
    if (to !== undefined) onWidth(to);
    else if (event.key === "Escape") focusTable();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span
      class="column-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${column.title}`}
      aria-valuenow={Math.round(width)}
      aria-valuemin={leastWidth}
      aria-valuemax={mostWidth}
      aria-valuetext={`${Math.round(column.px)} pixels`}
      title="Drag for another width, double-click for the usual ones"
      tabIndex={active ? 0 : -1}
      onKeyDown={press}
      onClick={(event) => event.stopPropagation()}
      onDblClick={() => onWidth(null)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault(); // of marking text
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, px: column.px };
      }}
      onPointerMove={(event) => {
        const from = drag.current;
        if (from && event.clientX !== from.x) onWidth((from.px + event.clientX - from.x) / rem);
      }}
      onLostPointerCapture={() => (drag.current = null)}
    />
  );
}
