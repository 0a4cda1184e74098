import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { count } from "../lib/format";
import { columnOf } from "./columns";
import type { Fields } from "./use-fields";
import { Popover } from "./popover";

interface Props {
  id: string;
  label: ComponentChildren;
  title: string;
  fields: Fields;
  chosen: readonly string[];
  onChange(fields: string[]): void;
  /** What stands above the list. */
  children?: ComponentChildren;
}

/** A button that opens the list of the log's fields, to choose some. */
export function ChooseFields({ id, label, title, fields, chosen, onChange, children }: Props): JSX.Element {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const word = text.trim().toLowerCase();
  const list = fields.list.filter((f) => `${f.name} ${f.alias} ${columnOf(f.name).title}`.toLowerCase().includes(word));
  const toggle = (name: string) => onChange(chosen.includes(name) ? chosen.filter((f) => f !== name) : [...chosen, name]);
  return (
    <Popover id={id} label={label} name={title} title={title} open={open} onOpen={setOpen}>
      {children}
      <input type="search" class="field-search" placeholder="Find a field" aria-label="Find a field" value={text} onInput={(e) => setText(e.currentTarget.value)} />
      <ul class="field-list" tabIndex={0} aria-label={title}>
        {list.map((f) => (
          <li key={f.name}>
            <label>
              <input type="checkbox" data-field={f.name} checked={chosen.includes(f.name)} onChange={() => toggle(f.name)} />
              <span>{columnOf(f.name).title}</span>
              <code title={f.alias}>{f.name}</code>
              <span class="number" title="Distinct values">
                {count(f.values)}
              </span>
            </label>
          </li>
        ))}
        {list.length === 0 && <li class="hint">The log has no such field.</li>}
      </ul>
    </Popover>
  );
}
