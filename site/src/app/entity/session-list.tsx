import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { EntityList, EntitySession } from "../../engine/query-types";
import type { Report, Severity } from "../../engine/types";
import { SeverityTag } from "../components/severity";
import { count } from "../lib/format";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";
import { severities } from "../state/filter";
import { EntityLink } from "./entity-link";

interface Props {
  sessions: EntityList<EntitySession>;
  report: Report | undefined;
  /** The stretch of the entity, in milliseconds UTC: what the bars are in. */
  first: number;
  last: number;
}

const shownFirst = 12;

/** The sessions of an entity along its time; those with findings come first. */
export function SessionList({ sessions: { items, total }, report, first, last }: Props): JSX.Element {
  const [all, showAll] = useState(false);
  const worst = useMemo(() => worstBySession(report), [report]);
  const ranked = useMemo(() => {
    const rank = (s: EntitySession) => severities.indexOf(worst.get(s.id) ?? "info") + (worst.has(s.id) ? 0 : 1);
    return [...items].sort((a, b) => rank(a) - rank(b) || a.first - b.first);
  }, [items, worst]);
  const shown = all ? ranked : ranked.slice(0, shownFirst);
  const length = Math.max(1, last - first);
  return (
    <section class="session-list wide" aria-label="Sessions">
      <h3>
        Sessions <span class="count">{count(total)}</span>
        <span class="muted">
          along {timeAt(first, "minute")} – {timeAt(last, "minute")} {zone()}; those with findings first
        </span>
      </h3>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Session</th>
              <th scope="col">First, {zone()}</th>
              <th scope="col">Last</th>
              <th scope="col">In the whole time</th>
              <th scope="col" class="number">Events</th>
              <th scope="col" class="number">Addresses</th>
              <th scope="col" class="number">Agents</th>
              <th scope="col">Findings</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((s) => {
              const severity = worst.get(s.id);
              const from = timeAt(s.first, "minute");
              const to = timeAt(s.last, "minute");
              return (
                <tr key={s.id} data-session={s.id}>
                  <th scope="row">
                    <EntityLink kind="session" id={s.id} most={32} />
                  </th>
                  <td>{from}</td>
                  <td>{from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}</td>
                  <td class="bar-cell">
                    <span class="session-bar" aria-hidden="true">
                      <span
                        class={severity ?? ""}
                        style={{
                          left: `min(${(((s.first - first) / length) * 100).toFixed(2)}%, 100% - 3px)`,
                          width: `${(((s.last - s.first) / length) * 100).toFixed(2)}%`,
                        }}
                      />
                    </span>
                  </td>
                  <td class="number">{count(s.events)}</td>
                  <td class="number">{count(s.addresses)}</td>
                  <td class="number">{count(s.agents)}</td>
                  <td>{severity ? <SeverityTag severity={severity} /> : <span class="muted">none</span>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {ranked.length > shownFirst && (
        <button type="button" class="button small" aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? "Show fewer" : `Show all ${count(ranked.length)}`}
        </button>
      )}
      {total > items.length && <p class="hint">The {count(items.length)} with the most events of {count(total)} sessions.</p>}
    </section>
  );
}

function worstBySession(report: Report | undefined): Map<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const { session, severity } of report?.findings ?? []) {
    const was = worst.get(session);
    if (session && (!was || severities.indexOf(severity) < severities.indexOf(was))) worst.set(session, severity);
  }
  return worst;
}
