import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { keysOf, titleOf, type Deed, type Spot } from "./actions";

export interface MenuAt {
  spot: Spot;
  /** Where it opens, in px of the window. */
  x: number;
  y: number;
}

interface Props extends MenuAt {
  /** The other values of the cell; the first is the spot's own. */
  values: readonly string[];
  onDeed(deed: Deed, spot: Spot): void;
  onClose(): void;
}

const deeds: readonly Deed[] = ["open", "include", "exclude", "pivot", "around", "copy", "copy query"];
const mostValues = 6;

interface Item {
  deed: Deed;
  spot: Spot;
  title: string;
  key: string;
}

/** What can be done with a value, with the keys that do it without the menu. */
export function ContextMenu({ spot, values, x, y, onDeed, onClose }: Props): JSX.Element {
  const items = itemsOf(spot, values);
  const ref = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [place, setPlace] = useState({ left: x, top: y });
  // Inside of the window, whatever the place of the click.
  useLayoutEffect(() => {
    const box = ref.current!.getBoundingClientRect();
    const left = Math.max(4, Math.min(x, innerWidth - box.width - 4));
    const top = y + box.height > innerHeight - 4 ? Math.max(4, Math.min(y - box.height, innerHeight - box.height - 4)) : y;
    setPlace({ left, top });
  }, [x, y]);
  useEffect(() => {
    ref.current?.querySelectorAll<HTMLElement>("[role=menuitem]")[at]?.focus({ preventScroll: true });
  }, [at, spot]);
  useEffect(() => {
    const outside = (event: Event) => {
      if (!ref.current?.contains(event.target as Node)) onClose();
    };
    addEventListener("pointerdown", outside, true);
    addEventListener("blur", onClose);
    return () => {
      removeEventListener("pointerdown", outside, true);
      removeEventListener("blur", onClose);
    };
  }, []);
  const press = (event: KeyboardEvent) => {
    // Every key is the menu's own while it is open.
    event.stopPropagation();
    const last = items.length - 1;
    const next = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (next !== undefined) setAt(next);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "Enter" || event.key === " ") onDeed(items[at]!.deed, items[at]!.spot);
    else {
      const item = items.find((i) => i.key === event.key);
      if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
      onDeed(item.deed, item.spot);
    }
    event.preventDefault();
  };
  return (
    <div
      ref={ref}
      class="context-menu"
      role="menu"
      aria-label="The value and its event"
      style={{ left: `${place.left}px`, top: `${place.top}px` }}
      onKeyDown={press}
      onContextMenu={(event) => event.preventDefault()}
    >
      {items.map((item, i) => (
        <div
          role="menuitem"
          tabIndex={i === at ? 0 : -1}
          data-deed={item.deed}
          aria-keyshortcuts={item.key || undefined}
          onPointerMove={() => i !== at && setAt(i)}
          onClick={() => onDeed(item.deed, item.spot)}
        >
          <bdi>{item.title}</bdi>
          {item.key && <kbd aria-hidden="true">{item.key}</kbd>}
        </div>
      ))}
    </div>
  );
}

function itemsOf(spot: Spot, values: readonly string[]): Item[] {
  const item = (deed: Deed, of: Spot, key: string): Item => ({ deed, spot: of, title: titleOf(deed, of), key });
  const list = deeds.map((deed) => item(deed, spot, keysOf[deed]));
  for (const value of values.slice(1, mostValues)) {
    list.push(item("include", { ...spot, value }, ""), item("exclude", { ...spot, value }, ""));
  }
  return list.filter((i) => i.title !== "");
}
