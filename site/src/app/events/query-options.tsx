import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { LogText } from "../components/log-text";

/** Something that can be put into the query. */
export interface Option {
  /** What is shown. It may be the log's. */
  text: string;
  /** What it is, or how often it occurs. */
  note: string;
  /** What is put into the query. */
  by: string;
}

interface Props {
  id: string;
  name: string;
  options: readonly Option[];
  /** The chosen one; −1 is none. */
  at: number;
  onTake(at: number): void;
}

/** The id of an option, for aria-activedescendant. */
export function optionId(at: number): string {
  return `query-option-${at}`;
}

/** The list below the query's field. The field keeps the focus. */
export function Options({ id, name, options, at, onTake }: Props): JSX.Element {
  useEffect(() => {
    if (at >= 0) document.getElementById(optionId(at))?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <ul class="query-options" id={id} role="listbox" aria-label={name} onMouseDown={(e) => e.preventDefault()}>
      {options.map((option, i) => (
        <li role="option" id={optionId(i)} aria-selected={i === at} onClick={() => onTake(i)}>
          <span class="mono">
            <LogText text={option.text} most={160} />
          </span>
          {option.note && <span class="muted">{option.note}</span>}
        </li>
      ))}
    </ul>
  );
}
