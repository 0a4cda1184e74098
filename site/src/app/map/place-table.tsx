import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { MapPlace } from "../../engine/query-types";
import { LogText } from "../components/log-text";
import { count } from "../lib/format";
import { term } from "../lib/query-text";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";
import { useDispatch } from "../state/store";
import { placeName } from "./words";

const step = 25;

/** The places of the map as a table. */
export function PlaceTable({ places }: { places: readonly MapPlace[] }): JSX.Element {
  const dispatch = useDispatch();
  const [shown, show] = useState(step);
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Places">
      <table class="places" id="map-places">
        <caption>Places, the most events first</caption>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col" class="number">
              Events
            </th>
            <th scope="col" class="number">
              Failed or denied
            </th>
            <th scope="col" class="number">
              Users
            </th>
            <th scope="col">First and last, {zone()}</th>
          </tr>
        </thead>
        <tbody>
          {places.slice(0, shown).map((p) => (
            <tr>
              <th scope="row">
                {p.city || p.country ? (
                  <button
                    type="button"
                    class="link"
                    onClick={() =>
                      dispatch({
                        type: "events",
                        query: [p.city && term("city", p.city, false), p.country && term("country", p.country, false)].filter(Boolean).join(" "),
                      })
                    }
                  >
                    <LogText text={placeName(p)} most={80} />
                  </button>
                ) : (
                  placeName(p)
                )}
              </th>
              <td class="number">{count(p.events)}</td>
              <td class="number">{p.failures > 0 ? count(p.failures) : "–"}</td>
              <td class="number">{count(p.users)}</td>
              <td>
                {timeAt(p.first, "minute")} – {timeAt(p.last, "minute")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown < places.length && (
        <button type="button" class="button more" onClick={() => show(shown + step)}>
          Show more ({count(places.length - shown)})
        </button>
      )}
    </div>
  );
}
