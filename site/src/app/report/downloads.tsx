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
  const save = async (form: "json" | "csv", type: string) => {
    try {
      download(exportName(first, last, form), type, await controller[form]());
    } catch (reason) {
      dispatch({ type: "notice", text: `The ${form.toUpperCase()} could not be made: ${failureOf(reason).message}` });
    }
  };
  const json = () => {
    // The report names the SHA-256 of each file; of large ones it takes seconds.
    if (result.report.log.files.some((f) => !f.sha256 && !f.error)) {
      dispatch({ type: "notice", text: "The download starts when the hashes of the files are known." });
    }
    void save("json", "application/json");
  };
  return (
    <div class="button-group" role="group" aria-label="Download the report">
      <button type="button" class="button" id="download-json" title="Download the whole report as JSON" onClick={json}>
        <Icon name="download" />
        JSON
      </button>
      <button type="button" class="button" id="download-csv" title="Download the findings as CSV" onClick={() => void save("csv", "text/csv")}>
        CSV
      </button>
    </div>
  );
}
