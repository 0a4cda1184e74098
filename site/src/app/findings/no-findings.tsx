import type { JSX } from "preact";
import type { Report } from "../../engine/types";
import { duration, plural } from "../lib/format";
import { between, stretch } from "../lib/time";
import { zone } from "../lib/zone";
import { isChanged, parametersOf } from "../state/parameters";
import { blind } from "../state/state";
import { useDispatch } from "../state/store";

// More than a reader takes in; the view of the detections has all.
const namedAtMost = 12;

/** What it means that nothing was found, and what it does not mean. */
export function NoFindings({ report }: { report: Report }): JSX.Element {
  const dispatch = useDispatch();
  const { log } = report;
  const ran = report.detectors.filter((d) => d.status === "ran");
  const off = report.detectors.filter((d) => d.status === "disabled");
  const cannot = blind(report);
  return (
    <section class="card none" aria-labelledby="none-title">
      <h2 id="none-title">{ran.length > 0 ? "Nothing was found" : "No detection could look"}</h2>
      <p>
        {plural(ran.length, "detection")} looked at {plural(log.events, "event")} of {plural(log.users, "user")} from{" "}
        {stretch(log.first, log.last, "minute")} {zone()}, with{" "}
        <button type="button" class="link" onClick={() => dispatch({ type: "view", view: "detections" })}>
          {isChanged(parametersOf(report)) ? "thresholds that were changed" : "the default thresholds"}
        </button>
        .
      </p>
      {ran.length > 0 && ran.length <= namedAtMost && (
        <ul class="plain-list checked">
          {ran.map((d) => (
            <li>{d.title}</li>
          ))}
        </ul>
      )}
      <h3>What this does not show</h3>
      <ul class="plain-list">
        <li>
          Anything outside these {duration(Math.max(between(log.first, log.last), 1000))}. Okta keeps 90 days; an intrusion is
          often older than the export.
        </li>
        <li>Anything that the export left out: if a search was set on the System Log page, only its hits are in the file.</li>
        {cannot.length > 0 && (
          <li>
            {cannot.length <= namedAtMost ? cannot.map((d) => d.title).join(", ") : plural(cannot.length, "detection")}: what {cannot.length === 1 ? "it needs" : "they need"} is missing: fields, lists or days of history.
          </li>
        )}
        {off.length > 0 && <li>{off.map((d) => d.title).join(", ")}: switched off.</li>}
        {log.rejected > 0 && <li>{plural(log.rejected, "record")} that could not be read.</li>}
      </ul>
    </section>
  );
}
