import type { JSX } from "preact";
import type { Report } from "../../engine/types";
import { daysNeeded, needsOf, type Need } from "../lib/blind";
import { plural } from "../lib/format";
import { useDispatch } from "../state/store";

/** What the detections could not look at, and which export or setting would help. */
export function Blind({ report }: { report: Report }): JSX.Element {
  const dispatch = useDispatch();
  const needs = needsOf(report.detectors);
  const ran = report.detectors.filter((d) => d.status === "ran").length;
  return (
    <>
      <p class="muted">
        {needs.length === 0
          ? `All ${plural(report.detectors.length, "detection")} could look.`
          : `${plural(ran, "detection")} of ${report.detectors.length} looked. That the others found nothing means nothing.`}
      </p>
      <ul class="needs">
        {needs.map((need) => (
          <li>
            <button type="button" class="link" onClick={() => dispatch({ type: "view", view: "detections" })}>
              {plural(need.detectors.length, "detection")}
            </button>{" "}
            {remedy(need)}
          </li>
        ))}
      </ul>
    </>
  );
}

function remedy(need: Need): string {
  switch (need.remedy) {
    case "api":
      return "more would look at the JSON of the System Log API, which has fields that no console CSV carries.";
    case "console":
      return "more would look at the unchanged CSV of the console: columns were removed from this one.";
    case "history":
      return `more would look at a longer log: ${plural(daysNeeded(need), "day")} tell what is usual.`;
    case "list":
      return "more need a list from you, such as your working hours or the networks of your VPN.";
  }
}
