import type { JSX } from "preact";
import { EntityLink } from "../entity/entity-link";
import { plural } from "../lib/format";
import type { Risk } from "../lib/risk";
import type { EntityKind } from "../state/state";

const shown = 6;

/** The riskiest of one kind; a bar shows each one's risk beside the first's. */
export function Ranking({ kind, list }: { kind: EntityKind; list: readonly Risk[] }): JSX.Element {
  const top = list[0]?.score ?? 0;
  if (top === 0) return <p class="muted">No finding above info names one.</p>;
  return (
    <ol class="ranking">
      {list.slice(0, shown).map((risk) => (
        <li>
          <span class={`rank-bar ${risk.worst}`} style={{ inlineSize: `${(risk.score / top) * 100}%` }} />
          <span class="rank-name">
            <EntityLink kind={kind} id={risk.id} text={risk.name} />
          </span>
          <span class="muted">
            {plural(risk.findings, "finding")}
            {risk.detections > 1 && `, ${plural(risk.detections, "detection")}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
