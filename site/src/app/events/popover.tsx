import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  /** The id of the button; its panel has it with "-panel" behind. */
  id: string;
  label: ComponentChildren;
  /** What the button is called where its label does not say it. */
  name?: string;
  title?: string;
  open: boolean;
  onOpen(open: boolean): void;
  /** The panel's side that is flush with the button. */
  side?: "start" | "end";
  children: ComponentChildren;
}

/** A button with a panel below it, which Esc closes, and a click or the focus elsewhere. */
export function Popover({ id, label, name, title, open, onOpen, side = "end", children }: Props): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!ref.current?.contains(event.target as Node)) onOpen(false);
    };
    addEventListener("pointerdown", outside, true);
    return () => removeEventListener("pointerdown", outside, true);
  }, [open]);
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    onOpen(false);
    document.getElementById(id)?.focus();
  };
  const left = (event: FocusEvent) => {
    if (open && event.relatedTarget && !ref.current?.contains(event.relatedTarget as Node)) onOpen(false);
  };
  return (
    <div class="popover" ref={ref} onKeyDown={press} onFocusOut={left}>
      <button
        type="button"
        class="button small"
        id={id}
        aria-expanded={open}
        aria-controls={`${id}-panel`}
        aria-label={name}
        title={title}
        onClick={() => onOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div class={`popover-panel ${side}`} id={`${id}-panel`} role="region" aria-label={name ?? title} tabIndex={-1}>
          {children}
        </div>
      )}
    </div>
  );
}
