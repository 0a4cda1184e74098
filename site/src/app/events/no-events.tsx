import type { JSX } from "preact";
import { useDispatch } from "../state/store";
import { queryId } from "./query-bar";
import type { Answer } from "./use-answer";

/** Says that no event fits, and what would let some through again. */
export function NoEvents({ answer }: { answer: Answer }): JSX.Element {
  const dispatch = useDispatch();
  return (
    <div class="no-events">
      <h2>No event fits</h2>
      <p>
        {answer.text.trim() === ""
          ? "The log has no event in this range."
          : "The log has no event that fits the query" + (answer.range ? " in this range." : ".")}
      </p>
      <div class="actions">
        {answer.range && (
          <button type="button" class="button" onClick={() => dispatch({ type: "range", range: null })}>
            Look in the whole log
          </button>
        )}
        {answer.text.trim() !== "" && (
          <button
            type="button"
            class="button"
            onClick={() => {
              dispatch({ type: "query", text: "" });
              document.getElementById(queryId)?.focus();
            }}
          >
            Clear the query
          </button>
        )}
      </div>
      <p class="hint">A value has to be whole: user:alice finds nothing where user:alice* does. Words without a field are found anywhere.</p>
    </div>
  );
}
