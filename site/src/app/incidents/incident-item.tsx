import type { ComponentChildren, JSX } from "preact";
import type { Incident, Report } from "../../engine/types";
import { CopyButton } from "../components/copy-button";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { EntityLink } from "../entity/entity-link";
import { Techniques } from "../findings/techniques";
import { count } from "../lib/format";
import { checklistText, storyOf } from "../lib/incidents";
import { focusDetail, focusRow } from "../lib/place";
import { stretch, timeText } from "../lib/time";
import { everything } from "../state/filter";
import type { EntityKind } from "../state/state";
import { useDispatch } from "../state/store";
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
          <SeverityTag severity={incident.severity} />
          <span class="incident-title">
            <LogText text={incident.title} most={240} />
          </span>
          <span class="muted">
            score {incident.score} · {stretch(incident.first, incident.last, "minute")}
          </span>
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open && <Story incident={incident} report={report} />}
      </div>
    </li>
  );
}

function Story({ incident, report }: { incident: Incident; report: Report }): JSX.Element {
  const dispatch = useDispatch();
  const goTo = (finding: string) => {
    dispatch({ type: "filter", filter: everything });
    dispatch({ type: "view", view: "findings" });
    dispatch({ type: "open", id: finding });
    // The list is there after rendering.
    requestAnimationFrame(() => {
      focusRow(finding);
      focusDetail();
    });
  };
  return (
    <div class="incident-story">
      <Section title="Story">
        <ol>
          {storyOf(incident, report.findings).map((f) => (
            <li>
              <time dateTime={f.first}>{timeText(f.first, "minute")}</time> <SeverityTag severity={f.severity} />{" "}
              <button type="button" class="link" onClick={() => goTo(f.id)}>
                <LogText text={f.title} most={160} />
              </button>
              <br />
              <LogText text={f.summary} most={600} />
            </li>
          ))}
        </ol>
      </Section>
      {incident.checklist.length > 0 && (
        <Section title="To contain it">
          <ul class="steps">
            {incident.checklist.map((text) => (
              <li>
                <LogText text={text} most={600} />
              </li>
            ))}
          </ul>
          <CopyButton text={checklistText(incident)} what="Checklist" />
        </Section>
      )}
      <Section title={`Score ${incident.score}, because`}>
        <ul class="plain-list">
          {incident.reasons.map(({ points, text }) => (
            <li>
              +{points} <LogText text={text} most={400} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Accounts">
        <Entities
          kind="user"
          list={incident.accounts.map((a) => ({ id: a.id || a.alternate_id, text: a.alternate_id || a.display_name || a.id, note: a.privileged }))}
        />
      </Section>
      <Section title="Addresses">
        <Entities kind="address" list={incident.addresses.map((id) => ({ id }))} />
      </Section>
      <Section title="Sessions">
        <Entities kind="session" list={incident.sessions.map((id) => ({ id }))} />
      </Section>
      <Section title="Applications opened">
        <Values list={incident.applications} />
      </Section>
      {incident.after.length > 0 && (
        <Section title="What happened from there">
          <ul class="plain-list">
            {incident.after.map((a) => (
              <li>
                <time dateTime={a.first}>{timeText(a.first)}</time>{" "}
                <span class="mono">
                  <LogText text={a.type} most={100} />
                </span>{" "}
                <LogText text={a.object} most={120} /> <span class="muted">{a.result}</span>
                {a.events > 1 && <span class="muted"> {count(a.events)} times</span>}
              </li>
            ))}
          </ul>
          {incident.after_omitted > 0 && <p class="hint">and {count(incident.after_omitted)} more kinds of acts</p>}
        </Section>
      )}
      <Section title="Techniques">
        <Techniques ids={incident.attack} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="detail-section">
      <h4>{title}</h4>
      {children}
    </section>
  );
}

const valuesShown = 20;

interface EntitiesProps {
  kind: EntityKind;
  list: readonly { id: string; text?: string; note?: string }[];
}

function Entities({ kind, list }: EntitiesProps): JSX.Element {
  if (list.length === 0) return <p class="muted">None in this log.</p>;
  return (
    <p class="mono address-list">
      {list.slice(0, valuesShown).map(({ id, text, note }) => (
        <span>
          <EntityLink kind={kind} id={id} text={text ?? id} />
          {note && <span class="muted"> {note}</span>}
        </span>
      ))}
      {list.length > valuesShown && <span class="muted">and {count(list.length - valuesShown)} more</span>}
    </p>
  );
}

function Values({ list }: { list: readonly string[] }): JSX.Element {
  if (list.length === 0) return <p class="muted">None in this log.</p>;
  return (
    <p class="mono address-list">
      {list.slice(0, valuesShown).map((value) => (
        <span>
          <LogText text={value} most={120} />
        </span>
      ))}
      {list.length > valuesShown && <span class="muted">and {count(list.length - valuesShown)} more</span>}
    </p>
  );
}
