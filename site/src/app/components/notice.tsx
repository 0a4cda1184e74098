import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { useDispatch, useSelect } from "../state/store";

const shownFor = 5000;

/** Messages that pass, shown and announced. */
export function Notice(): JSX.Element {
  const notice = useSelect((s) => s.notice);
  const dispatch = useDispatch();
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => dispatch({ type: "notice over" }), shownFor);
    return () => clearTimeout(timer);
  }, [notice]);
  // The region stays in the document: screen readers announce changes inside it.
  return (
    <div class="notice-region" role="status">
      {notice && <p class="toast">{notice.text}</p>}
    </div>
  );
}
