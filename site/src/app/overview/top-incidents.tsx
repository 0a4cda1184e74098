import type { JSX } from "preact";
import type { Incident } from "../../engine/types";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { plural } from "../lib/format";
import { stretch } from "../lib/time";
import { zone } from "../lib/zone";
import { useDispatch } from "../state/store";
import { showIncident } from "../incidents/show";

const shown = 6;

interface Props {
  incidents: readonly Incident[];
  /** Findings of the log, for the words where there is no incident. */
  findings: number;
}

/** The incidents to begin with. */
export function TopIncidents({ incidents, findings }: Props): JSX.Element {
  const dispatch = useDispatch();
  if (incidents.length === 0) {
    return (
      <p class="placeholder">
        {findings === 0
          ? "Nothing was found. What could not be looked at stands beside it."
          : "No finding is of medium severity or worse, so none makes an incident."}
      </p>
    );
  }
  return (
    <>
      <ol class="top-incidents">
        {incidents.slice(0, shown).map((incident) => (
          <li class={incident.severity}>
            <button type="button" data-incident={incident.id} onClick={() => showIncident(dispatch, incident.id)}>
              <span class="incident-score" aria-label={`score ${incident.score} of 100`}>
                {incident.score}
              </span>
              <span class="top-incident">
                <span class="top-incident-title">
                  <LogText text={incident.title} most={160} />
                </span>
                <span class="muted">
                  <SeverityTag severity={incident.severity} /> {plural(incident.findings.length, "finding")} ·{" "}
                  {stretch(incident.first, incident.last, "minute")} {zone()}
                </span>
                {incident.tactics.length > 0 && <span class="tactics">{incident.tactics.join(" › ")}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {incidents.length > shown && (
        <button type="button" class="link" onClick={() => dispatch({ type: "view", view: "incidents" })}>
          All {plural(incidents.length, "incident")}
        </button>
      )}
    </>
  );
}
