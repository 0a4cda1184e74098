import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { barOf, moved, reveal, space, tallest, within, type Extent } from "./scroll";

/** The height of a row, in rem; events.css has the same. */
export const rowRem = 1.75;

export interface Scroll {
  ref: RefObject<HTMLDivElement | null>;
  extent: Extent;
  /** The list's position and that of its columns, in px. */
  top: number;
  left: number;
  /** The width in view, in px. */
  width: number;
  /** A rem in px. */
  rem: number;
  /** Brings a position into view. */
  to(top: number): void;
  /** Brings a row into view, by the smallest move. */
  show(at: number): void;
}

/** How long after a move a scaled scrollbar is set to where the list is. */
const settled = 150;

/** Scrolls a list of any length; see scroll.ts. Its header is one row high. */
export function useScroll(rows: number): Scroll {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ height: 0, width: 0, rem: 16 });
  const [place, setPlace] = useState({ top: 0, left: 0 });
  const bar = useRef(0);
  const row = Math.round(size.rem * rowRem);
  const extent: Extent = { rows, row, view: Math.max(0, size.height - row) };
  const now = useRef({ extent, top: 0 });
  now.current.extent = extent;

  const set = (top: number) => {
    now.current.top = top;
    setPlace((p) => (p.top === top ? p : { ...p, top }));
  };
  const setBar = () => {
    const element = ref.current;
    if (!element) return;
    element.scrollTop = barOf(now.current.extent, now.current.top);
    // As the browser rounded it: the event of this move is known by it.
    bar.current = element.scrollTop;
  };
  const to = (top: number) => {
    set(within(now.current.extent, top));
    setBar();
  };

  // The list may be shorter now than where it was scrolled to.
  useLayoutEffect(() => {
    set(within(extent, now.current.top));
    setBar();
  }, [rows, row, extent.view]);

  useLayoutEffect(() => {
    const element = ref.current!;
    const measure = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      setSize({ height: element.clientHeight, width: element.clientWidth, rem });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = ref.current!;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const scaled = () => now.current.extent.rows * now.current.extent.row > tallest;
    const scrolled = () => {
      const left = element.scrollLeft;
      setPlace((p) => (p.left === left ? p : { ...p, left }));
      const at = element.scrollTop;
      if (at === bar.current) return;
      set(moved(now.current.extent, now.current.top, bar.current, at));
      bar.current = at;
      if (!scaled()) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        // Moved meanwhile, and the event of it is still to come.
        if (element.scrollTop === bar.current) setBar();
      }, settled);
    };
    // A scaled scrollbar moves by far more than a row for a notch of the wheel.
    const wheel = (event: WheelEvent) => {
      if (!scaled() || event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      const { extent, top } = now.current;
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? extent.row : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? extent.view : 1;
      const next = within(extent, top + event.deltaY * unit);
      if (next === top) return; // the page goes on where the list ends
      event.preventDefault();
      to(next);
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("scroll", scrolled);
      element.removeEventListener("wheel", wheel);
    };
  }, []);

  return {
    ref,
    extent,
    top: within(extent, place.top),
    left: place.left,
    width: size.width,
    rem: size.rem,
    to,
    show: (at) => to(reveal(now.current.extent, now.current.top, at)),
  };
}

/** The height of the element that is scrolled, its header included. */
export function spaceOf(extent: Extent): number {
  return space(extent) + extent.row;
}
