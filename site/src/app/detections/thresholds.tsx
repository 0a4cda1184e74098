import type { JSX } from "preact";
import type { Detector } from "../../engine/types";
import { useController } from "../state/context";
import { withDefaults, withValue } from "../state/parameters";
import { ParameterField } from "./parameter-field";

/** The parameters of a detection; a change analyses the log again. */
export function Thresholds({ detector }: { detector: Detector }): JSX.Element {
  const controller = useController();
  const changed = detector.parameters.some((p) => p.value !== p.default);
  return (
    <div class="thresholds" data-thresholds={detector.id}>
      {detector.parameters.map((p) => (
        <ParameterField
          key={p.name}
          parameter={p}
          onValue={(value) => void controller.reanalyze((from) => withValue(from, detector.id, p.name, value))}
        />
      ))}
      {changed && (
        <button
          type="button"
          class="button small reset"
          onClick={() => void controller.reanalyze((from) => withDefaults(from, detector.id))}
        >
          Reset to defaults
        </button>
      )}
    </div>
  );
}
