import type { JSX } from "preact";
import type { Detector } from "../../engine/types";
import { plural } from "../lib/format";
import { blind } from "../state/state";
import { useSelect } from "../state/store";
import { DetectionItem } from "./detection-item";
import { RuleErrors } from "./rule-errors";

// Few enough to read all of them at once.
const openBelow = 9;

/** Every detection: whether it could look, what it found, what it can be tuned by. */
export function DetectionsView(): JSX.Element | null {
  const report = useSelect((s) => s.result?.report);
  if (!report) return null;
  const cannot = blind(report);
  const rest = report.detectors.filter((d) => d.status !== "not_evaluable");
  const open = report.detectors.length < openBelow;
  return (
    <div class="page">
      {cannot.length > 0 && (
        <Group
          title={`${plural(cannot.length, "detection")} could not look`}
          text="No file holds the fields that they need, a list is missing, or the log is too short. That nothing was found by them means nothing."
          detectors={cannot}
          open={cannot.length < openBelow}
        />
      )}
      {report.rule_errors.length > 0 && <RuleErrors errors={report.rule_errors} />}
      <Group
        title={cannot.length > 0 ? "The others" : "Detections"}
        text="A change of a threshold analyses the loaded log again at once. Drop files of Sigma rules (.yml) on the page to have your own run beside these. All times are UTC."
        detectors={rest}
        open={open}
      />
    </div>
  );
}

interface GroupProps {
  title: string;
  text: string;
  detectors: readonly Detector[];
  open: boolean;
}

function Group({ title, text, detectors, open }: GroupProps): JSX.Element {
  return (
    <section class="group">
      <h2>{title}</h2>
      <p class="muted">{text}</p>
      <ul class="detections">
        {detectors.map((d) => (
          <DetectionItem key={d.id} detector={d} open={open} />
        ))}
      </ul>
    </section>
  );
}
