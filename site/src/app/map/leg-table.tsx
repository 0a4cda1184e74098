import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { MapLeg, MapPlace } from "../../engine/query-types";
import { EntityLink } from "../entity/entity-link";
import { LogText } from "../components/log-text";
import { count, duration, plural } from "../lib/format";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";
import { useDispatch } from "../state/store";
import { paceOf, placeName } from "./words";

interface Props {
  legs: readonly MapLeg[];
  places: readonly MapPlace[];
  chosen: number;
  onChoose: (leg: number) => void;
  /** Only the fastest are listed. */
  only: boolean;
}

const step = 25;

/** The ways of the map as a table: the fastest journey of each. */
export function LegTable({ legs, places, chosen, onChoose, only }: Props): JSX.Element {
  const dispatch = useDispatch();
  const [shown, show] = useState(step);
  const last = Math.max(shown, chosen + 1);
  if (legs.length === 0) return <p class="placeholder">{only ? "Nobody went faster than an airliner." : "Nobody went from one place to another."}</p>;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Ways between places">
      <table class="legs" id="map-legs">
        <caption>Ways between places, the fastest journey of each</caption>
        <thead>
          <tr>
            <th scope="col">From and to</th>
            <th scope="col">Who</th>
            <th scope="col">Left and came, {zone()}</th>
            <th scope="col" class="number">
              Time
            </th>
            <th scope="col" class="number">
              km
            </th>
            <th scope="col" class="number">
              km/h
            </th>
            <th scope="col" class="number">
              Journeys
            </th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {legs.slice(0, last).map((l, i) => (
            <tr class={i === chosen ? "chosen" : ""} data-leg={i}>
              <th scope="row">
                <button type="button" class="link" aria-pressed={i === chosen} title="Show on the map" onClick={() => onChoose(i === chosen ? -1 : i)}>
                  <LogText text={placeName(places[l.from]!)} most={60} /> → <LogText text={placeName(places[l.to]!)} most={60} />
                </button>
              </th>
              <td>
                <EntityLink kind="user" id={l.user} text={l.name} most={60} />
                {l.users > 1 && <span class="muted"> and {plural(l.users - 1, "other")}</span>}
              </td>
              <td>
                {timeAt(l.depart)} – {timeAt(l.arrive)}
              </td>
              <td class="number">{duration(l.arrive - l.depart)}</td>
              <td class="number">{count(l.km)}</td>
              <td class={`number pace ${paceOf(l.speed_kmh)}`}>{count(l.speed_kmh)}</td>
              <td class="number">{count(l.journeys)}</td>
              <td>
                <button
                  type="button"
                  class="link"
                  onClick={() => dispatch({ type: "events", query: `uuid:(${l.before} OR ${l.after})`, range: null })}
                >
                  both
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {last < legs.length && (
        <button type="button" class="button more" onClick={() => show(last + step)}>
          Show more ({count(legs.length - last)})
        </button>
      )}
    </div>
  );
}
