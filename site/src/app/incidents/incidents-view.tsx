import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { count } from "../lib/format";
import { inside } from "../state/filter";
import { useSelect } from "../state/store";
import { IncidentItem } from "./incident-item";

const step = 50;

/** The incidents, the highest score first; each opens to its story. */
export function IncidentsView(): JSX.Element | null {
  const report = useSelect((s) => s.result?.report);
  const range = useSelect((s) => s.range);
  const wanted = useSelect((s) => s.incident);
  const [more, showMore] = useState(step);
  if (!report) return null;
  const incidents = range ? report.incidents.filter((i) => inside(i, range)) : report.incidents;
  // One that was asked for is shown however low it stands; none is "".
  const open = wanted ?? incidents[0]?.id;
  const shown = Math.max(more, incidents.findIndex((i) => i.id === open) + 1);
  return (
    <div class="page">
      <h2>Incidents</h2>
      <p class="hint">
        Findings that have people, sessions, addresses, devices or changed objects in common, told as one story. What many
        people share joins nothing.
      </p>
      {incidents.length === 0 && (
        <p class="placeholder">
          {range ? "No incident reaches into the chosen stretch." : "No finding is of medium severity or worse, so none makes an incident."}
        </p>
      )}
      <ol class="incidents">
        {incidents.slice(0, shown).map((incident) => (
          <IncidentItem key={incident.id} incident={incident} report={report} open={incident.id === open} />
        ))}
      </ol>
      {shown < incidents.length && (
        <button type="button" class="button more" onClick={() => showMore(shown + step)}>
          Show more ({count(incidents.length - shown)})
        </button>
      )}
    </div>
  );
}
