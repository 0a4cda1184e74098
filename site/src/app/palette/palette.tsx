import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Dialog } from "../components/dialog";
import { useDispatch, useSelect } from "../state/store";
import { entriesOf, matching, type Entry } from "./entries";

/** The command palette: everything that can be done, by name. */
export function Palette(): JSX.Element {
  return (
    <Dialog id="palette" title="Commands" kind="palette">
      <Chooser />
    </Dialog>
  );
}

function Chooser(): JSX.Element {
  const result = useSelect((s) => s.result);
  const zone = useSelect((s) => s.zone);
  const theme = useSelect((s) => s.theme);
  const dispatch = useDispatch();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const entries = useMemo(() => entriesOf({ result, zone, theme }), [result, zone, theme]);
  const shown = matching(entries, typed);
  const active = Math.min(at, shown.length - 1);
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [active, typed]);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    dispatch({ type: "dialog", dialog: null });
    entry.run(dispatch);
  };
  const press = (event: KeyboardEvent) => {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to !== undefined && (event.key.startsWith("Arrow") || typed === "")) {
      setAt((to + shown.length) % Math.max(shown.length, 1));
    } else if (event.key === "Enter") {
      // Quick typing is ahead of what is rendered.
      const now = (event.currentTarget as HTMLInputElement).value;
      run(now === typed ? shown[active] : matching(entries, now)[0]);
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <>
      <input
        id="palette-input"
        data-autofocus
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={shown[active] ? `palette-${active}` : undefined}
        aria-label="Command"
        placeholder="A command, a view, a time zone"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(e) => {
          setTyped(e.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <ul ref={list} id="palette-list" role="listbox" aria-label="Commands" tabIndex={-1}>
        {shown.map((entry, i) => (
          <li
            key={entry.id}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === active}
            data-command={entry.id}
            onClick={() => run(entry)}
            onPointerMove={() => setAt(i)}
          >
            <span>{entry.title}</span>
            {entry.key && <kbd>{entry.key}</kbd>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="muted" role="status">No command has such a name.</p>}
    </>
  );
}
