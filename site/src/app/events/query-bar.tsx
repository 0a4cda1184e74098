import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { QueryError } from "../../engine/query-types";
import { Icon } from "../components/icon";
import { plain } from "../lib/text";
import { useDispatch, useSelect } from "../state/store";
import { fill } from "./complete";
import { focusTable, queryId } from "./focus";
import { QueryHelp } from "./query-help";
import { Options, optionId } from "./query-options";
import { useCompletion } from "./use-completion";
import type { Fields } from "./use-fields";

interface Props {
  fields: Fields;
  error: QueryError | null;
  running: boolean;
  history: readonly string[];
  /** The query is meant as it is: Enter was pressed, or the field was left. */
  onDone(text: string): void;
  /** The text changed by typing. */
  onType(): void;
}

const listId = "query-options";
const errorId = "query-error";
// The engine takes 4 KiB; a longer paste is told so by it.
const mostCharacters = 8192;

/** The query of the event table: a field with completion, history and help. */
export function QueryBar({ fields, error, running, history, onDone, onType }: Props): JSX.Element {
  const text = useSelect((s) => s.query);
  const dispatch = useDispatch();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(0);
  const [list, setList] = useState<"typed" | "asked" | "history" | null>(null);
  const [at, setAt] = useState(-1);
  const completion = useCompletion(text, caret, fields, list === "typed" || list === "asked");
  // Nobody who typed a blank asked for the list of all fields.
  const idle = list === "typed" && completion.slot?.field === null && completion.slot.prefix === "";
  const options = list === "history" ? history.map((q) => ({ text: q, note: "", by: q })) : idle ? [] : completion.options;
  const shown = list !== null && options.length > 0;
  const chosen = shown && at >= 0 ? Math.min(at, options.length - 1) : -1;
  // The caret that a completion leaves; the field's new text is there after rendering.
  const goal = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (goal.current === null) return;
    input.current?.setSelectionRange(goal.current, goal.current);
    setCaret(goal.current);
    goal.current = null;
  });

  const change = (next: string) => {
    onType();
    dispatch({ type: "query", text: next });
  };
  const close = () => {
    setList(null);
    setAt(-1);
  };
  const take = (i: number) => {
    const option = options[i];
    if (!option) return;
    if (list === "history") {
      change(option.by);
      goal.current = option.by.length;
      close();
    } else if (completion.slot) {
      const next = fill(text, completion.slot, option.by);
      change(next.text);
      goal.current = next.caret;
      setAt(-1);
      // Of a field, its values are next.
      setList(option.by.endsWith(":") ? "typed" : null);
    }
    input.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (shown) {
        const n = options.length + 1; // one place is the field itself
        return setAt(((chosen + 1 + step + n) % n) - 1);
      }
      if (step < 0 && text === "" && history.length > 0) {
        setList("history");
        return setAt(0);
      }
      setCaret(input.current?.selectionStart ?? text.length);
      setAt(-1);
      return setList("asked");
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (chosen >= 0) return take(chosen);
      close();
      return onDone(text);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      if (shown) close();
      else focusTable();
    }
  };
  return (
    <div class="query-bar" role="search">
      <div class={`query-field ${error ? "wrong" : ""}`}>
        <Icon name="search" />
        <div class="query-text">
          <Underline text={text} error={error} input={input.current} />
          <input
            ref={input}
            id={queryId}
            type="text"
            role="combobox"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={mostCharacters}
            placeholder="All events. Try  user:alice*  -country:Germany  ip:203.0.113.0/24  or any text"
            aria-label="Query"
            aria-keyshortcuts="/"
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-expanded={shown}
            aria-controls={listId}
            aria-activedescendant={chosen >= 0 ? optionId(chosen) : undefined}
            aria-invalid={error !== null}
            aria-describedby={error ? errorId : undefined}
            value={text}
            onInput={(e) => {
              setCaret(e.currentTarget.selectionStart ?? e.currentTarget.value.length);
              setAt(-1);
              setList("typed");
              change(e.currentTarget.value);
            }}
            onClick={() => list !== null && setCaret(input.current?.selectionStart ?? 0)}
            onKeyDown={press}
            onBlur={() => {
              close();
              onDone(text);
            }}
          />
        </div>
        {text !== "" && (
          <button
            type="button"
            class="button quiet clear"
            id="clear-query"
            aria-label="Clear the query"
            title="Clear the query"
            onClick={() => {
              onDone(text);
              change("");
              input.current?.focus();
            }}
          >
            <Icon name="close" />
          </button>
        )}
        <kbd aria-hidden="true">/</kbd>
        <span class={`query-busy ${running ? "on" : ""}`} aria-hidden="true" />
        {shown && <Options id={listId} name={list === "history" ? "Queries asked before" : "Completions"} options={options} at={chosen} onTake={take} />}
      </div>
      <button
        type="button"
        class="button small"
        id="query-history"
        disabled={history.length === 0}
        aria-haspopup="listbox"
        title="Queries asked before (↑ in the empty field)"
        onMouseDown={(e) => e.preventDefault()}
        onClick={() => {
          input.current?.focus();
          setList(list === "history" ? null : "history");
          setAt(0);
        }}
      >
        History
      </button>
      <QueryHelp
        onTry={(query) => {
          change(query);
          input.current?.focus();
        }}
      />
      <p class="query-error" id={errorId} role="status">
        {error && (
          <>
            <Icon name="warning" />
            <span>
              <b>{plain(error.message, 300)}</b>
              {error.remedy && `: ${plain(error.remedy, 300)}`}
            </span>
          </>
        )}
      </p>
    </div>
  );
}

// The text once more, unseen, below the field's: it carries the line under what
// is wrong. Its scroll follows the field's.
function Underline({ text, error, input }: { text: string; error: QueryError | null; input: HTMLInputElement | null }): JSX.Element | null {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!error || !input) return;
    const follow = () => {
      if (ref.current) ref.current.scrollLeft = input.scrollLeft;
    };
    follow();
    input.addEventListener("scroll", follow);
    return () => input.removeEventListener("scroll", follow);
  }, [error, text, input]);
  if (!error) return null;
  const to = error.at + error.length;
  return (
    <div class="query-under" aria-hidden="true" ref={ref}>
      {text.slice(0, error.at)}
      <span class="wavy">{text.slice(error.at, to) || " "}</span>
      {text.slice(to)}
    </div>
  );
}
