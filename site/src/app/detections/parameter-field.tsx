import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { Parameter } from "../../engine/types";
import { decimal } from "../lib/format";
import { bounds, parseValue } from "../state/parameters";

interface Props {
  parameter: Parameter;
  onValue(value: number): void;
}

/** One number to tune a detection by. It counts when it is left or Enter is pressed. */
export function ParameterField({ parameter: p, onValue }: Props): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState(String(p.value));
  // Another value in force replaces what was typed; an effect would come late.
  const [seen, setSeen] = useState(p.value);
  if (seen !== p.value) {
    setSeen(p.value);
    setTyped(String(p.value));
  }
  const parsed = parseValue(p, typed);
  const problem = "problem" in parsed ? parsed.problem : "";
  // What was typed last need not be rendered yet.
  const commit = (text: string) => {
    const now = parseValue(p, text);
    if ("value" in now && now.value !== p.value) onValue(now.value);
  };
  return (
    <div class="parameter" data-parameter={p.name}>
      <label for={id}>{p.title}</label>
      <span class="parameter-input">
        <input
          id={id}
          type="number"
          min={p.min}
          max={p.max}
          step={p.integer ? 1 : "any"}
          value={typed}
          aria-invalid={problem !== ""}
          aria-describedby={`${id}-hint`}
          onInput={(e) => setTyped(e.currentTarget.value)}
          onChange={(e) => commit(e.currentTarget.value)}
        />
        <span class="unit">{p.unit}</span>
      </span>
      <span class={`hint ${problem ? "bad" : ""}`} id={`${id}-hint`}>
        {problem || `default ${decimal(p.default)}, ${bounds(p)}`}
      </span>
    </div>
  );
}
