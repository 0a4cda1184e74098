import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TextFault } from "../../engine/types";
import { linesOf } from "./rule-text";

interface Props {
  id: string;
  label: string;
  describedBy: string;
  value: string;
  faults: readonly TextFault[];
  area: RefObject<HTMLTextAreaElement | null>;
  onValue(value: string): void;
}

const fewestRows = 6;
const mostRows = 30;
/** Of a longer text only these lines have numbers. */
const mostNumbers = 10_000;

/**
 * A field for text with lines that are numbered, and marked where something is
 * wrong. Tab leaves it, as any other field, until Ctrl+M is pressed.
 */
export function CodeEditor({ id, label, describedBy, value, faults, area, onValue }: Props): JSX.Element {
  const numbers = useRef<HTMLPreElement>(null);
  const [tabInside, setTabInside] = useState(false);
  const lines = linesOf(value);
  const bad = new Set(faults.map((f) => f.line));
  const follow = () => {
    if (numbers.current && area.current) numbers.current.scrollTop = area.current.scrollTop;
  };
  useLayoutEffect(follow);
  const press = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    if (event.key.toLowerCase() === "m" && event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      setTabInside(!tabInside);
      return;
    }
    if (event.key !== "Tab" || !tabInside || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const field = event.currentTarget;
    field.setRangeText("  ", field.selectionStart, field.selectionEnd, "end");
    onValue(field.value);
  };
  return (
    <div class="code-editor-field">
      <div class="code-editor" data-bad={faults.length > 0}>
        <pre class="line-numbers" ref={numbers} aria-hidden="true">
          {numbered(Math.min(lines, mostNumbers), bad)}
        </pre>
        <textarea
          id={id}
          ref={area}
          class="mono"
          aria-label={label}
          aria-describedby={`${describedBy} ${id}-tab`}
          aria-invalid={faults.length > 0}
          rows={Math.min(Math.max(lines + 1, fewestRows), mostRows)}
          wrap="off"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          value={value}
          onInput={(e) => onValue(e.currentTarget.value)}
          onScroll={follow}
          onKeyDown={press}
        />
      </div>
      <p class="hint" id={`${id}-tab`}>
        {tabInside ? "Tab inserts two spaces" : "Tab goes to the next field"}; <kbd>Ctrl</kbd> <kbd>M</kbd> changes that.
      </p>
    </div>
  );
}

/** The numbers of lines, those with a fault marked. */
function numbered(lines: number, bad: ReadonlySet<number>): (string | JSX.Element)[] {
  const parts: (string | JSX.Element)[] = [];
  let run = "";
  for (let n = 1; n <= lines; n++) {
    if (!bad.has(n)) {
      run += `${n}\n`;
      continue;
    }
    parts.push(run, <span class="bad-line">{n}</span>, "\n");
    run = "";
  }
  parts.push(run);
  return parts;
}
