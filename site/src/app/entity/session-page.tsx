import type { JSX } from "preact";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import type { SessionLanes } from "../../engine/query-types";
import { count, duration, plural } from "../lib/format";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";
import { StoreContext, useDispatch, useSelect } from "../state/store";
import { EntityFindings } from "./entity-findings";
import { EntityHead, Fact } from "./entity-head";
import { EntityLink } from "./entity-link";
import { EntityTables } from "./entity-tables";
import { Lanes } from "./lanes/lanes";
import { laneSummary } from "./lanes/summary";
import { around, isZoomed, pan, type View } from "./lanes/view";
import { laneModel, type EntityAnswer } from "./model";
import { eventTerm } from "./queries";
import { related } from "./related";
import { SessionTable } from "./session-table";
import { useOpenFinding } from "./use-open-finding";
import { useSettled } from "./use-settled";

// The table follows the lanes once they stand still.
const quiet = 150;
const usersShown = 5;

interface Props {
  session: EntityAnswer;
  lanes: SessionLanes;
}

/** A session: its lanes, what the report says of it, and its events. */
export function SessionPage({ session, lanes: given }: Props): JSX.Element {
  const report = useSelect((s) => s.result?.report);
  const store = useContext(StoreContext);
  const dispatch = useDispatch();
  const openFinding = useOpenFinding();
  // What is kept from one rendering to the next is made anew for another zone.
  const zoneName = useSelect((s) => s.zone);
  const { id, first, last } = session;
  const model = useMemo(() => laneModel(given), [given]);
  const { events } = model;
  const full = useMemo(() => around(first, last), [first, last]);
  // The stretch that is set for all views, where the session has a part in it.
  const [view, setView] = useState<View>(() => {
    const { range } = store.state;
    if (!range || range.to <= first || range.from >= last) return full;
    return pan({ from: Math.max(range.from, full.from), to: Math.min(range.to, full.to) }, full, 0);
  });
  const [current, setCurrent] = useState("");
  const settled = useSettled(view, quiet);
  const shown = useMemo(
    () => (isZoomed(settled, full) ? events.filter((e) => e.time >= settled.from && e.time <= settled.to) : events),
    [settled, events, full],
  );
  const summary = laneSummary({
    lanes: given.lane_total - model.blank.filter(Boolean).length,
    changes: given.changes,
    events: session.events,
    failures: failuresOf(session),
    first,
    last,
    start: given.start?.time ?? null,
    end: given.end?.time ?? null,
    after: given.after_end,
  });
  const rel = useMemo(() => report && related(report, { kind: "session", id }), [report, id]);
  // Another analysis brings the events anew: what is gone has no focus.
  useEffect(() => {
    if (current !== "" && !events.some((e) => e.uuid === current)) setCurrent("");
  }, [events]);
  const openEvent = (uuid: string) => dispatch({ type: "events", query: eventTerm(uuid), range: null });
  // Zooming and panning render the lanes alone: all three together took longer than a frame.
  const findings = useMemo(() => rel && <EntityFindings {...rel} brief />, [rel, zoneName]);
  const tables = useMemo(() => <EntityTables answer={session} />, [session, zoneName]);
  const table = useMemo(
    () => (
      <section class="entity-section" aria-label="Events">
        <h3>
          Events <span class="count" id="session-count">{count(shown.length)}</span>
          {shown.length < events.length && (
            <span class="muted">
              of {count(events.length)}, in the {duration(settled.to - settled.from)} that the lanes show{" "}
              <button type="button" class="link" onClick={() => setView(full)}>
                Show all
              </button>
            </span>
          )}
        </h3>
        {shown.length === 0 ? (
          <p class="placeholder">No event in this stretch.</p>
        ) : (
          <SessionTable events={shown} current={current} onCurrent={setCurrent} onOpen={openEvent} end={given.end?.time ?? null} />
        )}
      </section>
    ),
    [shown, current, zoneName, store],
  );
  const users = session.users ?? { total: 0, items: [] };
  return (
    <>
      <EntityHead entity={{ kind: "session", id }} name="" answer={session}>
        {users.total > 0 && (
          <Fact label={users.total === 1 ? "User" : "Users"}>
            {users.items.slice(0, usersShown).map((user) => (
              <span class="entity-value">
                <EntityLink kind="user" id={user.id} text={user.name} />
              </span>
            ))}
            {users.total > usersShown && <span class="muted"> and {count(users.total - usersShown)} more</span>}
          </Fact>
        )}
        <Fact label={`End, ${zone()}`}>{given.end === null ? <span class="muted">not in this log</span> : timeAt(given.end.time)}</Fact>
      </EntityHead>
      <section class="entity-section" aria-label="Lanes">
        <p class="lanes-summary" id="lanes-summary">
          {summary}
        </p>
        <Lanes
          model={model}
          findings={rel?.findings ?? []}
          start={given.start?.time ?? null}
          end={given.end?.time ?? null}
          after={given.after_end}
          summary={summary}
          full={full}
          view={view}
          onView={setView}
          current={current}
          onCurrent={setCurrent}
          onOpen={openEvent}
          onFinding={openFinding}
        />
        <p class="hint lanes-keys" id="lanes-keys">
          <kbd>←</kbd> <kbd>→</kbd> event by event, <kbd>↑</kbd> <kbd>↓</kbd> other context, <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> zoom,{" "}
          <kbd>Shift</kbd> <kbd>←</kbd> <kbd>→</kbd> or drag to pan, <kbd>Ctrl</kbd> and the wheel zoom, <kbd>Enter</kbd> opens the event.
        </p>
        {events.length < given.event_total && (
          <p class="hint">
            {count(events.length)} of {plural(given.event_total, "event")} are drawn: of each context the first and the last, then changes, then
            failures, then others at equal distances.
          </p>
        )}
      </section>
      {findings}
      {table}
      {tables}
    </>
  );
}

function failuresOf({ outcomes }: EntityAnswer): number {
  return outcomes.items.reduce((sum, [result, n]) => (/^(failure|deny)$/i.test(result.trim()) ? sum + n : sum), 0);
}
