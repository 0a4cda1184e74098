import type { ComponentChildren, JSX } from "preact";
import type { Finding, Report } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { plural } from "../lib/format";
import { detailId, focusRow } from "../lib/place";
import { term } from "../lib/query-text";
import { useDispatch, useSelect } from "../state/store";
import { Thresholds } from "../detections/thresholds";
import { Evidence } from "./evidence";
import { SavedEvidence } from "./saved-evidence";
import { FactList } from "./fact-list";
import { Particulars } from "./particulars";
import { Query } from "./query";
import { Techniques } from "./techniques";
import { TriageBar } from "./triage-bar";

interface Props {
  finding: Finding;
  report: Report;
}

/** All there is to know about one finding. */
export function FindingDetail({ finding, report }: Props): JSX.Element {
  const dispatch = useDispatch();
  const log = useSelect((s) => s.result?.saved === undefined);
  const detector = report.detectors.find((d) => d.id === finding.detector);
  const close = () => {
    dispatch({ type: "close" });
    focusRow(finding.id);
  };
  return (
    <article class="detail" id={detailId} tabIndex={-1} aria-labelledby="detail-title" data-detail={finding.id}>
      <header class="detail-head">
        <SeverityTag severity={finding.severity} />
        <h2 id="detail-title">
          <LogText text={finding.title} />
        </h2>
        <button type="button" class="button quiet close-detail" aria-label="Close the finding" title="Close (Esc)" onClick={close}>
          <Icon name="close" />
        </button>
        <p class="detail-summary">
          <LogText text={finding.summary} most={2000} />
        </p>
        {finding.suppressed && (
          <p class="muted">
            Set aside by the allow-list entry <LogText text={finding.suppressed.entry} most={120} />:{" "}
            <LogText text={finding.suppressed.reason} most={300} />
          </p>
        )}
      </header>
      <TriageBar finding={finding} />
      <Particulars finding={finding} />
      <div class="detail-grid">
        <div class="detail-main">
          {detector && (
            <Section title="What it means">
              <p>{detector.meaning}</p>
              {finding.rule_file && (
                <p class="muted">
                  Found by your rule, from <LogText text={finding.rule_file} most={200} />
                </p>
              )}
            </Section>
          )}
          {detector && detector.check.length > 0 && (
            <Section title="What to check next">
              <ol class="steps">
                {detector.check.map((step) => (
                  <li>{step}</li>
                ))}
              </ol>
            </Section>
          )}
        </div>
        <div class="detail-side">
          <Section title="The numbers">
            <FactList facts={finding.facts} />
          </Section>
        </div>
      </div>
      <Section title="Okta System Log query">
        <Query query={finding.query} />
      </Section>
      {log && (
        <p class="detail-actions">
          <button type="button" class="button" id="show-events" onClick={() => dispatch({ type: "events", query: eventsOf(finding), range: null })}>
            <Icon name="search" />
            Show in the event table
          </button>
        </p>
      )}
      <Section title={`Evidence: ${plural(finding.events.length, "event")}`}>
        {log ? <Evidence uuids={finding.events} /> : <SavedEvidence uuids={finding.events} />}
      </Section>
      <div class="detail-columns">
        {log && detector && detector.parameters.length > 0 && (
          <Section title="Thresholds">
            <Thresholds detector={detector} />
          </Section>
        )}
        <div class="detail-columns">
          {detector && detector.false_positives.length > 0 && (
            <Section title="Known false positives">
              <ul class="plain-list">
                {detector.false_positives.map((text) => (
                  <li>{text}</li>
                ))}
              </ul>
            </Section>
          )}
          {finding.attack.length > 0 && (
            <Section title="MITRE ATT&CK">
              <Techniques ids={finding.attack} />
            </Section>
          )}
        </div>
      </div>
    </article>
  );
}

// More than these would make a query that nobody can read; the stretch and the
// person stand for them.
const mostNamed = 20;

/** The query of the event table that shows what a finding rests on. */
function eventsOf({ events, session, actor, first, last }: Finding): string {
  if (events.length <= mostNamed) return `uuid:(${events.join(" OR ")})`;
  const who = session !== "" ? term("session", session, false) : actor.id !== "" ? term("user", actor.id, false) : "";
  return `${who} time>=${first} time<=${last}`.trim();
}

function Section({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="detail-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
