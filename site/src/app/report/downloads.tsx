import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { download } from "../lib/download";
import { exportName } from "../lib/time";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import { useDispatch, useSelect } from "../state/store";

/** Saves the report, as JSON and as CSV. */
export function Downloads(): JSX.Element | null {
  const result = useSelect((s) => s.result);
  const controller = useController();
  const dispatch = useDispatch();
  if (!result) return null;
  const { first, last } = result.report.log;
  const json = () => download(exportName(first, last, "json"), "application/json", result.json);
  const csv = async () => {
    try {
      download(exportName(first, last, "csv"), "text/csv", await controller.csv());
    } catch (reason) {
      dispatch({ type: "notice", text: `The CSV could not be made: ${failureOf(reason).message}` });
    }
  };
  return (
    <div class="button-group" role="group" aria-label="Download the report">
      <button type="button" class="button" id="download-json" title="Download the whole report as JSON" onClick={json}>
        <Icon name="download" />
        JSON
      </button>
      <button type="button" class="button" id="download-csv" title="Download the findings as CSV" onClick={() => void csv()}>
        CSV
      </button>
    </div>
  );
}
