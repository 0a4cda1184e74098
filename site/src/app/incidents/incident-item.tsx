import type { JSX } from "preact";
import type { Incident, Report } from "../../engine/types";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { plural } from "../lib/format";
import { stretch } from "../lib/time";
import { zone } from "../lib/zone";
import { useDispatch } from "../state/store";
import { IncidentStory } from "./incident-story";
import { incidentId } from "./show";

interface Props {
  incident: Incident;
  report: Report;
  open: boolean;
}

/** One incident: a row that opens to its story. */
export function IncidentItem({ incident, report, open }: Props): JSX.Element {
  const dispatch = useDispatch();
  const id = `incident-${incident.id}`;
  return (
    <li class={`incident ${incident.severity}`} data-incident={incident.id}>
      <h3>
        <button
          type="button"
          class="incident-row"
          id={incidentId(incident.id)}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => dispatch({ type: "incident", id: open ? "" : incident.id })}
        >
          <span class="incident-score" aria-label={`score ${incident.score} of 100`}>
            {incident.score}
          </span>
          <span class="incident-title">
            <LogText text={incident.title} most={240} />
          </span>
          <span class="muted">
            <SeverityTag severity={incident.severity} /> {plural(incident.findings.length, "finding")} ·{" "}
            {stretch(incident.first, incident.last, "minute")} {zone()}
          </span>
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open && <IncidentStory incident={incident} report={report} />}
      </div>
    </li>
  );
}
