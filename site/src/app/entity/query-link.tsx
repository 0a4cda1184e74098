import type { JSX } from "preact";
import { LogText } from "../components/log-text";
import { useDispatch } from "../state/store";

interface Props {
  /** The query of the event table that it opens. */
  query: string;
  /** What is shown: the log's. */
  text: string;
  most?: number;
}

/** A value of the log that shows its events in the event table. */
export function QueryLink({ query, text, most = 120 }: Props): JSX.Element {
  const dispatch = useDispatch();
  return (
    <button
      type="button"
      class="link entity-link"
      title="Show its events in the event table"
      onClick={() => dispatch({ type: "events", query, range: null })}
    >
      <LogText text={text} most={most} name />
    </button>
  );
}
