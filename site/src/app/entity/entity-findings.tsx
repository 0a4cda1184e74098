import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Finding } from "../../engine/types";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { count } from "../lib/format";
import { stretch } from "../lib/time";
import { zone } from "../lib/zone";
import { useDispatch } from "../state/store";
import type { Related } from "./related";
import { useOpenFinding } from "./use-open-finding";

const shownFirst = 6;

/** The findings and incidents that name an entity; in brief, without the findings' summaries. */
export function EntityFindings({ findings, incidents, brief = false }: Related & { brief?: boolean }): JSX.Element {
  const [all, showAll] = useState(false);
  const dispatch = useDispatch();
  const open = useOpenFinding();
  return (
    <section class="entity-findings" aria-label="Findings">
      <h3>
        Findings <span class="count">{count(findings.length)}</span> <span class="muted">{zone()}</span>
      </h3>
      {findings.length === 0 && <p class="muted">No finding names it. That it is harmless does not follow.</p>}
      <ul>
        {(all ? findings : findings.slice(0, shownFirst)).map((f) => (
          <FindingItem key={f.id} finding={f} brief={brief} onOpen={open} />
        ))}
      </ul>
      {findings.length > shownFirst && (
        <button type="button" class="button small" aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? "Show fewer" : `Show all ${count(findings.length)}`}
        </button>
      )}
      {incidents.length > 0 && (
        <>
          <h3>
            Incidents <span class="count">{count(incidents.length)}</span> <span class="muted">{zone()}</span>
          </h3>
          <ul>
            {incidents.map((i) => (
              <li key={i.id} data-incident-link={i.id}>
                <SeverityTag severity={i.severity} />
                <button type="button" class="link" onClick={() => dispatch({ type: "view", view: "incidents" })}>
                  <LogText text={i.title} most={160} />
                </button>
                <span class="muted">
                  score {i.score}, {stretch(i.first, i.last, "minute")}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function FindingItem({ finding, brief, onOpen }: { finding: Finding; brief: boolean; onOpen(finding: Finding): void }): JSX.Element {
  return (
    <li data-finding-link={finding.id}>
      <SeverityTag severity={finding.severity} />
      <button type="button" class="link" onClick={() => onOpen(finding)}>
        <LogText text={finding.title} most={160} />
      </button>
      <span class="muted">{stretch(finding.first, finding.last, "minute")}</span>
      {!brief && (
        <p class="muted">
          <LogText text={finding.summary} most={260} />
        </p>
      )}
    </li>
  );
}
