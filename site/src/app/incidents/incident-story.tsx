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
import { timeText } from "../lib/time";
import { zone } from "../lib/zone";
import { everything } from "../state/filter";
import type { EntityKind } from "../state/state";
import { useDispatch } from "../state/store";

interface Props {
  incident: Incident;
  report: Report;
}

/** All there is to know about one incident. */
export function IncidentStory({ incident, report }: Props): JSX.Element {
  return (
    <div class="incident-story">
      <div class="incident-main">
        <Section title={`Story, times in ${zone()}`}>
          <Chapters incident={incident} report={report} />
        </Section>
        {incident.after.length > 0 && (
          <Section title={`What happened from there, times in ${zone()}`}>
            <After incident={incident} />
          </Section>
        )}
      </div>
      <div class="incident-side">
        {incident.checklist.length > 0 && (
          <Section title="To contain it">
            <ul class="checklist">
              {incident.checklist.map((text) => (
                <li>
                  <LogText text={text} most={600} />
                </li>
              ))}
            </ul>
            <CopyButton text={checklistText(incident)} what="Checklist" />
          </Section>
        )}
        <Section title="Accounts">
          <Entities
            kind="user"
            list={incident.accounts.map((a) => ({ id: a.id || a.alternate_id, text: a.alternate_id || a.display_name || a.id, note: a.privileged }))}
          />
        </Section>
        <Section title="Sessions">
          <Entities kind="session" list={incident.sessions.map((id) => ({ id }))} />
        </Section>
        <Section title="Addresses">
          <Entities kind="address" list={incident.addresses.map((id) => ({ id }))} />
        </Section>
        <Section title="Applications opened">
          <Entities kind="application" list={incident.applications.map((id) => ({ id }))} />
        </Section>
        <Section title={`Score ${incident.score}, because`}>
          <ul class="reasons">
            {incident.reasons.map(({ points, text }) => (
              <li>
                <b>+{points}</b> <LogText text={text} most={400} />
              </li>
            ))}
          </ul>
        </Section>
        <Section title="Techniques">
          <Techniques ids={incident.attack} />
        </Section>
      </div>
    </div>
  );
}

/** The findings in the order of the story. A bar below each shows when in the story it was; the times say the same. */
function Chapters({ incident, report }: Props): JSX.Element {
  const dispatch = useDispatch();
  const goTo = (finding: string) => {
    dispatch({ type: "filter", filter: everything });
    dispatch({ type: "range", range: null });
    dispatch({ type: "view", view: "findings" });
    dispatch({ type: "open", id: finding });
    // The list is there after rendering.
    requestAnimationFrame(() => {
      focusRow(finding);
      focusDetail();
    });
  };
  return (
    <ol class="chapters">
      {storyOf(incident, report.findings).map(({ finding: f, at, from, length }) => (
        <li class={f.severity}>
          <p class="chapter-head">
            <time dateTime={at}>{timeText(at)}</time> <SeverityTag severity={f.severity} />
          </p>
          <button type="button" class="link chapter-title" onClick={() => goTo(f.id)}>
            <LogText text={f.title} most={160} />
          </button>
          <p>
            <LogText text={f.summary} most={600} />
          </p>
          <span class="chapter-track" aria-hidden="true">
            <span style={{ insetInlineStart: `${from * 100}%`, inlineSize: `${length * 100}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function After({ incident }: { incident: Incident }): JSX.Element {
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="What happened from there">
        <table class="after">
          <tbody>
            {incident.after.map((a) => (
              <tr>
                <td>
                  <time dateTime={a.first}>{timeText(a.first)}</time>
                </td>
                <th scope="row" class="mono">
                  <LogText text={a.type} most={100} name />
                </th>
                <td>
                  <LogText text={a.object} most={120} />
                </td>
                <td class="muted">{a.result}</td>
                <td class="muted number">{a.events > 1 && `${count(a.events)} times`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {incident.after_omitted > 0 && <p class="hint">and {count(incident.after_omitted)} more kinds of acts</p>}
    </>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="incident-section">
      <h4>{title}</h4>
      {children}
    </section>
  );
}

const shown = 20;

interface EntitiesProps {
  kind: EntityKind;
  list: readonly { id: string; text?: string; note?: string }[];
}

function Entities({ kind, list }: EntitiesProps): JSX.Element {
  if (list.length === 0) return <p class="muted">None in this log.</p>;
  return (
    <ul class="incident-values">
      {list.slice(0, shown).map(({ id, text, note }) => (
        <li>
          <EntityLink kind={kind} id={id} text={text ?? id} />
          {note && <span class="muted"> {note}</span>}
        </li>
      ))}
      {list.length > shown && <li class="muted">and {count(list.length - shown)} more</li>}
    </ul>
  );
}
