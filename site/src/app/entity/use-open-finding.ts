import type { Finding } from "../../engine/types";
import { focusDetail, focusRow } from "../lib/place";
import { everything } from "../state/filter";
import { useDispatch } from "../state/store";

/** The function that shows a finding in the list of findings. */
export function useOpenFinding(): (finding: Finding) => void {
  const dispatch = useDispatch();
  return ({ id }) => {
    dispatch({ type: "view", view: "findings" });
    dispatch({ type: "filter", filter: everything });
    dispatch({ type: "open", id });
    // The list is there after rendering.
    requestAnimationFrame(() => {
      focusRow(id);
      focusDetail();
    });
  };
}
