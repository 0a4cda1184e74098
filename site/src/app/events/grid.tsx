import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Sort } from "./use-answer";
import { useMedia } from "../lib/media";
import { besideQuery } from "../lib/place";
import { zone } from "../lib/zone";
import { useSelect } from "../state/store";
import type { Cited } from "./cited";
import type { Column } from "./columns";
import { gridId, lostFocus } from "./focus";
import { GridHead } from "./grid-head";
import { cellId, GridRow } from "./grid-row";
import { moveOf } from "./grid-keys";
import { gutterOf, inView, place, widthOf, widthsWith, type Widths } from "./layout";
import type { RowCache } from "./row-cache";
import { rowsIn, type Extent } from "./scroll";
import { spaceOf, useScroll } from "./use-scroll";

export interface Position {
  /** −1 is the header. */
  row: number;
  column: number;
}

interface Props {
  cache: RowCache;
  columns: readonly Column[];
  sort: Sort | null;
  active: Position;
  /** The uuid of the event that is open. */
  open: string;
  cited: Cited;
  /** Which answer the rows are of, and the row that it is shown around. */
  answer: number;
  start: number;
  onActive(position: Position): void;
  onOpen(position: Position): void;
  onSort(field: string): void;
  /** Takes the widths of columns; null are the usual ones. */
  onWidths(widths: Widths | null): void;
  onMenu(position: Position, x: number, y: number): void;
  /** A key that means nothing to the grid itself; returns whether it did something. */
  onKey(key: string): boolean;
}

/** How long the rows before may stand for those that are being fetched. */
const patience = 200;

/**
 * The events as an ARIA grid. The grid keeps the focus and names the active
 * cell: a cell that is scrolled out of the document cannot lose it.
 */
export function Grid(props: Props): JSX.Element {
  const { cache, columns, sort, active, open, cited, answer, start } = props;
  const scroll = useScroll(cache.count);
  const log = useSelect((s) => s.chosen);
  const beside = useMedia(besideQuery);
  const gutter = gutterOf(cache.count, scroll.rem);
  const placed = usePlaced(columns, scroll.rem, scroll.width, gutter);
  const shown = useShown(cache, scroll.extent, scroll.top);
  const { from, to } = rowsIn(shown.extent, shown.top);
  const visible = inView(placed, scroll.left, scroll.width);
  const measured = scroll.extent.view > 0;
  // Another answer is shown from its top, or around the event that was followed.
  useEffect(() => {
    if (measured) scroll.to(start > 0 ? (start + 0.5) * scroll.extent.row - scroll.extent.view / 2 : 0);
  }, [answer, measured]);
  useEffect(() => {
    if (measured) scroll.show(Math.max(0, active.row));
  }, [active.row]);
  const first = useRef(active.column);
  useEffect(() => {
    const column = placed[active.column];
    const element = scroll.ref.current;
    // The table is first shown from its first column, wherever the keyboard is.
    if (!column || !element || first.current === active.column) return;
    first.current = -1;
    if (column.before < element.scrollLeft) element.scrollLeft = column.before;
    else if (column.from + column.px > element.scrollLeft + element.clientWidth)
      element.scrollLeft = Math.min(column.before, column.from + column.px - element.clientWidth);
  }, [active.column]);

  // The edge of a column that had the focus may be out of view, and gone.
  const onEdge = useRef(false);
  useEffect(() => {
    if (onEdge.current && lostFocus()) scroll.ref.current?.focus({ preventScroll: true });
    onEdge.current = document.activeElement?.getAttribute("role") === "separator";
  });
  const resize = (field: string, width: number | null) =>
    props.onWidths(width === null ? null : widthsWith(placed, scroll.rem, field, width));

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(scroll.extent.view / scroll.extent.row) - 1);
    const next = moveOf(event, active, { rows: cache.count, columns: columns.length, page });
    if (next) {
      event.preventDefault();
      props.onActive(next);
      // A row that was active already, but scrolled away.
      if (next.row === active.row) scroll.show(Math.max(0, next.row));
      return;
    }
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      event.preventDefault();
      if (active.row < 0) return;
      const box = document.getElementById(cellId(active.row, active.column))?.getBoundingClientRect();
      const own = scroll.ref.current!.getBoundingClientRect();
      return props.onMenu(active, box?.left ?? own.left, box?.bottom ?? own.top);
    }
    if (event.ctrlKey) return;
    if (active.row < 0) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      return props.onSort(columns[active.column]!.field);
    }
    if (props.onKey(event.key)) event.preventDefault();
  };
  const spot = (event: MouseEvent): Position | null => {
    const cell = (event.target as Element).closest<HTMLElement>("[data-row]");
    if (!cell) return null;
    const column = (event.target as Element).closest<HTMLElement>("[data-column]")?.dataset.column;
    return { row: Number(cell.dataset.row), column: Number(column ?? active.column) };
  };
  const click = (event: MouseEvent) => {
    const at = spot(event);
    // Text that was marked is to be copied, not to open the event.
    if (at && String(getSelection()) === "") props.onOpen(at);
  };
  const menu = (event: MouseEvent) => {
    const at = spot(event);
    if (!at) return;
    event.preventDefault();
    props.onMenu(at, event.clientX, event.clientY);
  };
  const width = widthOf(placed, gutter);
  // A cell that is out of view is not in the document.
  const there = (active.row < 0 || (active.row >= from && active.row < to)) && visible.some((c) => c.index === active.column);
  return (
    <div
      ref={scroll.ref}
      id={gridId}
      class={`event-grid ${beside ? "" : "stacked"}`}
      role="grid"
      tabIndex={0}
      aria-label="Events"
      aria-rowcount={cache.count + 1}
      aria-colcount={columns.length + 1}
      aria-busy={shown.busy}
      aria-activedescendant={there ? cellId(active.row, active.column) : undefined}
      data-log={log}
      data-top={Math.round(shown.top)}
      onKeyDown={press}
    >
      <div class="event-space" role="none" style={{ height: `${spaceOf(scroll.extent)}px`, width: `${width}px` }}>
        <div class="event-window" role="none" style={{ height: `${scroll.extent.view + scroll.extent.row}px` }}>
          <GridHead
            columns={visible}
            gutter={gutter}
            height={scroll.extent.row}
            rem={scroll.rem}
            sort={sort}
            active={active.column}
            here={active.row < 0}
            onSort={props.onSort}
            onWidth={resize}
          />
          <div class="event-rows" role="rowgroup" onClick={click} onContextMenu={menu}>
            <div role="none" style={{ transform: `translateY(${from * shown.extent.row - shown.top}px)` }}>
              {Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).map((at) => {
                const row = shown.cache.get(at);
                return (
                  <GridRow
                    key={at}
                    at={at}
                    row={row}
                    cache={shown.cache}
                    columns={visible}
                    gutter={gutter}
                    height={shown.extent.row}
                    active={at === active.row ? active.column : -1}
                    open={row !== undefined && row.uuid === open}
                    cited={row && cited.get(row.uuid)}
                    zone={zone()}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

// The columns keep their identity while they are the same: rows compare them.
function usePlaced(columns: readonly Column[], rem: number, width: number, gutter: number) {
  const last = useRef<{ key: string; placed: ReturnType<typeof place> }>({ key: "", placed: [] });
  const key = `${columns.map((c) => `${c.field}:${c.set ? c.width : ""}`).join()} ${rem} ${width} ${gutter}`;
  if (last.current.key !== key) last.current = { key, placed: place(columns, rem, width, gutter) };
  return last.current.placed;
}

interface Shown {
  cache: RowCache;
  extent: Extent;
  top: number;
}

// What is on screen: the rows in view, or, while they are being fetched, those
// that were in view before; after some patience their outlines.
function useShown(cache: RowCache, extent: Extent, top: number): Shown & { busy: boolean } {
  const last = useRef<Shown | null>(null);
  const [late, setLate] = useState(false);
  const { from, to } = rowsIn(extent, top);
  const ready = cache.has(from, to);
  useEffect(() => {
    if (extent.view > 0) cache.want(from, to);
  }, [cache, from, to]);
  useEffect(() => {
    if (ready) return setLate(false);
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, [ready, cache]);
  if (ready || late || !last.current || last.current.extent.row !== extent.row) last.current = { cache, extent, top };
  return { ...last.current, busy: !ready };
}
