import type { JSX } from "preact";
import type { Detector } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { Techniques } from "../findings/techniques";
import { exportWith } from "../lib/fields";
import { plural } from "../lib/format";
import { useController } from "../state/context";
import { withDetection } from "../state/parameters";
import { Thresholds } from "./thresholds";

interface Props {
  detector: Detector;
  /** Whether it is unfolded at first. */
  open: boolean;
}

/** One detection. */
export function DetectionItem({ detector, open }: Props): JSX.Element {
  const controller = useController();
  const on = detector.status !== "disabled";
  const switchTo = (to: boolean) => void controller.reanalyze((from) => withDetection(from, detector.id, to));
  return (
    <li class="detection" data-detection={detector.id} data-status={detector.status}>
      <details open={open}>
        <summary>
          <Icon name="chevron" />
          <span class="detection-title">{detector.title}</span>
          <SeverityTag severity={detector.severity} />
          <span class={`status ${detector.status}`}>{status(detector)}</span>
        </summary>
        <div class="detection-body">
          <div>
            {detector.missing.length > 0 && <Missing fields={detector.missing} />}
            <p>{detector.meaning}</p>
            {detector.rule_file && (
              <p class="muted">
                Your rule, from <LogText text={detector.rule_file} most={200} />
              </p>
            )}
            {detector.attack.length > 0 && <Techniques ids={detector.attack} />}
          </div>
          <div>
            {detector.parameters.length > 0 && <Thresholds detector={detector} />}
            {detector.status !== "not_evaluable" && (
              <label class="switch">
                <input type="checkbox" checked={on} onChange={(e) => switchTo(e.currentTarget.checked)} />
                Look for it
              </label>
            )}
          </div>
        </div>
      </details>
    </li>
  );
}

function status(d: Detector): string {
  switch (d.status) {
    case "ran":
      return d.findings === 0 ? "nothing found" : plural(d.findings, "finding");
    case "not_evaluable":
      return "could not look";
    case "disabled":
      return "switched off";
  }
}

const remedies = {
  console:
    "Every CSV of Reports › System Log › Download CSV carries this. Columns were removed from this file, or it is not the original download: export it again.",
  history: "It must know what is usual before it can tell what is not: export a longer time.",
  list: "A list is given to the command line, with -config.",
  api: "No CSV of the console carries this. The JSON of the System Log API (GET /api/v1/logs) does.",
};

function Missing({ fields }: { fields: readonly string[] }): JSX.Element {
  const history = fields.filter((f) => / days? of history /.test(f));
  const inLog = fields.filter((f) => !f.startsWith("list ") && !history.includes(f));
  return (
    <div class="missing">
      <p>
        Missing:{" "}
        {fields.map((field, i) => (
          <>
            {i > 0 && ", "}
            <code>{field}</code>
          </>
        ))}
      </p>
      {inLog.length > 0 && <p>{remedies[exportWith(inLog)]}</p>}
      {history.length > 0 && <p>{remedies.history}</p>}
      {inLog.length < fields.length && <p>{remedies.list}</p>}
    </div>
  );
}
