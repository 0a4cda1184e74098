import type { JSX } from "preact";
import type { Detector } from "../../engine/types";
import { plural } from "../lib/format";
import { everything } from "../state/filter";
import { useDispatch } from "../state/store";

/** Goes to the findings of a detection. */
export function FindingsLink({ detector }: { detector: Detector }): JSX.Element {
  const dispatch = useDispatch();
  const show = () => {
    dispatch({ type: "filter", filter: { ...everything, detection: detector.id } });
    dispatch({ type: "view", view: "findings" });
  };
  return (
    <button type="button" class="link" data-findings-of={detector.id} onClick={show}>
      Show {plural(detector.findings, "finding")}
    </button>
  );
}
