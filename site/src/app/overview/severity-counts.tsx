import type { JSX } from "preact";
import type { Finding } from "../../engine/types";
import { count } from "../lib/format";
import { countSeverities, everything, severities } from "../state/filter";
import { useDispatch } from "../state/store";

/** How many findings of each severity there are; each leads to its findings. */
export function SeverityCounts({ findings }: { findings: readonly Finding[] }): JSX.Element {
  const dispatch = useDispatch();
  const counts = countSeverities(everything, findings);
  return (
    <ul class="severity-counts" aria-label="Findings by severity">
      {severities.map((severity) => (
        <li>
          <button
            type="button"
            class={`severity-count ${severity}`}
            data-severity={severity}
            disabled={counts[severity] === 0}
            onClick={() => {
              dispatch({ type: "filter", filter: { ...everything, severities: [severity] } });
              dispatch({ type: "view", view: "findings" });
            }}
          >
            <b>{count(counts[severity])}</b>
            <span>{severity}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
