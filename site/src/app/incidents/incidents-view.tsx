import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { count } from "../lib/format";
import { useSelect } from "../state/store";
import { IncidentItem } from "./incident-item";

const step = 50;

/** The incidents, the highest score first; each opens to its story. */
export function IncidentsView(): JSX.Element | null {
  const report = useSelect((s) => s.result?.report);
  const [shown, show] = useState(step);
  if (!report) return null;
  const { incidents } = report;
  return (
    <div class="page">
      <h2>Incidents</h2>
      <p class="hint">
        Findings that have people, sessions, addresses, devices or changed objects in common, told as one story. What many
        people share joins nothing.
      </p>
      {incidents.length === 0 && <p class="placeholder">No finding above info, so no incident.</p>}
      <ol class="incidents">
        {incidents.slice(0, shown).map((incident, n) => (
          <IncidentItem key={incident.id} incident={incident} report={report} first={n === 0} />
        ))}
      </ol>
      {shown < incidents.length && (
        <button type="button" class="button more" onClick={() => show(shown + step)}>
          Show more ({count(incidents.length - shown)})
        </button>
      )}
    </div>
  );
}
