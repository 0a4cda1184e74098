import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { EventRow } from "../../engine/types";
import { LogText } from "../components/log-text";
import { count } from "../lib/format";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";
import { EntityLink } from "./entity-link";
import { isBad } from "./lanes/lane-marks";
import { letter } from "./lanes/label";
import { cross, kinds } from "./lanes/shapes";
import type { LaneEvent } from "./model";
import { useRows } from "./use-rows";

interface Props {
  /** In order of time. */
  events: readonly LaneEvent[];
  current: string;
  onCurrent(uuid: string): void;
  onOpen(uuid: string): void;
  /** When the session ended, in milliseconds UTC. */
  end: number | null;
}

const perPage = 50;

/** The events of the lanes as a table, page by page; it follows the event that the keyboard is on. */
export function SessionTable({ events, current, onCurrent, onOpen, end }: Props): JSX.Element {
  const [page, turn] = useState(0);
  const pages = Math.max(1, Math.ceil(events.length / perPage));
  const at = events.findIndex((e) => e.uuid === current);
  useEffect(() => {
    if (at >= 0) turn(Math.floor(at / perPage));
  }, [at]);
  const shown = Math.min(page, pages - 1);
  const list = events.slice(shown * perPage, (shown + 1) * perPage);
  const rows = useRows(list.map((e) => e.uuid));
  return (
    <>
      <div class="table-scroll">
        <table class="session-table" id="session-table">
          <thead>
            <tr>
              <th scope="col">Context</th>
              <th scope="col">Time, {zone()}</th>
              <th scope="col">Event</th>
              <th scope="col">Outcome</th>
              <th scope="col">Address and place</th>
              <th scope="col">Actor and agent</th>
            </tr>
          </thead>
          <tbody>
            {list.map((event, i) => (
              <Row
                key={event.uuid}
                event={event}
                row={rows.get(event.uuid)}
                changed={i > 0 && list[i - 1]!.lane !== event.lane}
                after={end !== null && event.time > end}
                current={event.uuid === current}
                onCurrent={onCurrent}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <nav class="pager" aria-label="Pages of events">
          <button type="button" class="button small" disabled={shown === 0} onClick={() => turn(shown - 1)}>
            Earlier
          </button>
          <span role="status">
            {count(shown * perPage + 1)} to {count(shown * perPage + list.length)} of {count(events.length)}
          </span>
          <button type="button" class="button small" disabled={shown === pages - 1} onClick={() => turn(shown + 1)}>
            Later
          </button>
        </nav>
      )}
    </>
  );
}

interface RowProps {
  event: LaneEvent;
  /** Undefined until the engine has answered. */
  row: EventRow | undefined;
  changed: boolean;
  after: boolean;
  current: boolean;
  onCurrent(uuid: string): void;
  onOpen(uuid: string): void;
}

function Row({ event, row, changed, after, current, onCurrent, onOpen }: RowProps): JSX.Element {
  const [day, clock] = timeAt(event.time, "millisecond").split(" ");
  const bad = isBad(event.outcome);
  return (
    <tr
      data-event={event.uuid}
      class={`${current ? "current" : ""} ${after ? "after" : ""}`}
      aria-current={current || undefined}
      onClick={() => onCurrent(event.uuid)}
    >
      <td class="cell-lane">
        <span class={`lane-letter ${changed ? "changed" : ""}`}>{letter(event.lane)}</span>
        {changed && <span class="visually-hidden">changed</span>}
      </td>
      <td class="cell-time">
        <button type="button" class="link" title="Show in the event table" onClick={() => onOpen(event.uuid)}>
          <time dateTime={new Date(event.time).toISOString()}>{clock}</time>
        </button>
        <span class="muted">
          {day}
          {after && ", after the end"}
        </span>
      </td>
      <td class="cell-event">
        <span class="event-name">
          <svg class="kind-mark" viewBox="-8 -8 16 16" role="img" aria-label={kinds[event.kind].name}>
            <g class={`mark ${event.outcome}`}>
              <path class="shape" d={kinds[event.kind].path} />
              {bad && <path class="cross" d={cross} />}
            </g>
          </svg>
          <span class="mono"><LogText text={event.type} most={100} name /></span>
        </span>
        <span class="muted">{row && <LogText text={[row.message, ...row.targets].filter(Boolean).join(" · ")} most={160} />}</span>
      </td>
      <td class="cell-outcome">
        <span class={bad ? "result bad" : "result"}>
          <LogText text={row?.result || event.outcome} most={40} />
        </span>
        <span class="muted">{row && <LogText text={row.reason} most={120} name />}</span>
      </td>
      <td class="cell-from">
        <span class="value mono">{row?.ip ? <EntityLink kind="address" id={row.ip} most={60} /> : "–"}</span>
        <span class="muted">{row && <LogText text={[row.city, row.country].filter(Boolean).join(", ")} most={80} />}</span>
      </td>
      <td class="cell-actor">
        <span class="value">{row ? <LogText text={row.actor} most={100} name /> : "…"}</span>
        <span class="value agent">{row && <LogText text={row.agent} most={200} name />}</span>
      </td>
    </tr>
  );
}
