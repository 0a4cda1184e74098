import type { JSX } from "preact";
import { pick } from "../../shell/frame";
import { useDispatch } from "../state/store";
import { queryId } from "./focus";
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

/** Says that a saved report has no events, and what has them. */
export function SavedReport(): JSX.Element {
  return (
    <div class="no-events">
      <h2>A saved report has no events</h2>
      <p>It names the evidence of its findings. The events themselves are in the log: open its files to see them here.</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => pick("replace")}>
          Open the log
        </button>
      </div>
    </div>
  );
}
