import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Detector, Need, Severity } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { Techniques } from "../findings/techniques";
import { plural } from "../lib/format";
import { useController } from "../state/context";
import { severities } from "../state/filter";
import { withDetection, withSeverity } from "../state/parameters";
import { useSelect } from "../state/store";
import { isChangedDetection, severityOf } from "./detection-filter";
import { FindingsLink } from "./findings-link";
import { Missing, Needed } from "./missing";
import { Thresholds } from "./thresholds";

interface Props {
  detector: Detector;
  /** What it cannot look without; unknown at first. */
  need: Need | undefined;
  /** Whether it is unfolded until somebody folds it. */
  startOpen: boolean;
}

/** One detection. What is inside is made when it is unfolded: there are hundreds. */
export function DetectionItem({ detector, need, startOpen }: Props): JSX.Element {
  const configuration = useSelect((s) => s.configuration);
  const [open, setOpen] = useState(startOpen);
  // A filter that leaves few unfolds them.
  useEffect(() => {
    if (startOpen) setOpen(true);
  }, [startOpen]);
  const changed = isChangedDetection(detector, configuration);
  return (
    <li class="detection" data-detection={detector.id} data-status={detector.status}>
      <details open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>
          <Icon name="chevron" />
          <span class="detection-title">
            {detector.rule_file ? <LogText text={detector.title} most={200} /> : detector.title}
            {changed && <span class="changed-mark">changed</span>}
          </span>
          <SeverityTag severity={severityOf(detector, configuration)} />
          <span class={`status ${detector.status}`}>{status(detector)}</span>
        </summary>
        {open && <Body detector={detector} need={need} severity={configuration.severities?.[detector.id]} />}
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

interface BodyProps {
  detector: Detector;
  need: Need | undefined;
  /** That of the configuration. */
  severity: Severity | undefined;
}

function Body({ detector, need, severity }: BodyProps): JSX.Element {
  const controller = useController();
  const on = detector.status !== "disabled";
  const switchTo = (to: boolean) => void controller.reanalyze((from) => withDetection(from, detector.id, to));
  const setSeverity = (to: string) =>
    void controller.reanalyze((from) => withSeverity(from, detector.id, to === "" ? null : (to as Severity)));
  return (
    <div class="detection-body">
      <div>
        {detector.missing.length > 0 && <Missing fields={detector.missing} />}
        <p>{detector.rule_file ? <LogText text={detector.meaning} most={4000} lines /> : detector.meaning}</p>
        {detector.rule_file && (
          <p class="muted">
            Your rule, from <LogText text={detector.rule_file} most={200} />
          </p>
        )}
        {need && <Needed need={need} />}
        {detector.attack.length > 0 && <Techniques ids={detector.attack} />}
        {(detector.findings > 0 || detector.suppressed > 0) && (
          <p class="detection-links">
            {detector.findings > 0 && <FindingsLink detector={detector} />}
            {detector.suppressed > 0 && <span class="muted">{plural(detector.suppressed, "finding")} set aside by an allow-list</span>}
          </p>
        )}
      </div>
      <div class="detection-settings">
        {detector.parameters.length > 0 && <Thresholds detector={detector} />}
        <label class="severity-field">
          <span>Severity</span>
          <select value={severity ?? ""} data-severity-of={detector.id} onChange={(e) => setSeverity(e.currentTarget.value)}>
            <option value="">its own: {detector.severity}</option>
            {severities.map((s) => (
              <option value={s}>{s}</option>
            ))}
          </select>
        </label>
        {detector.status !== "not_evaluable" && (
          <label class="switch">
            <input type="checkbox" checked={on} onChange={(e) => switchTo(e.currentTarget.checked)} />
            Look for it
          </label>
        )}
      </div>
    </div>
  );
}
