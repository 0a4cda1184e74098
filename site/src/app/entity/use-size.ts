import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** The width of an element in pixels, and the size of the page's type. */
export interface Size {
  width: number;
  /** Pixels of a rem. */
  rem: number;
}

/** Follows the width of an element; 0 before it is in the document. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, set] = useState<Size>({ width: 0, rem: 16 });
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const measure = () => {
      const width = Math.round(current.clientWidth);
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      set((was) => (was.width === width && was.rem === rem ? was : { width, rem }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return size;
}
