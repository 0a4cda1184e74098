import type { JSX } from "preact";
import { count } from "../lib/format";
import { offsetAt, zone } from "../lib/zone";
import { clock, days, heat, shiftWeek, weekText, type Week } from "./hours";

interface Props {
  /** Counts by the hour of the week, UTC. */
  week: Week;
  /** When the last of them was, in milliseconds UTC: the zone's offset is taken from then. */
  last: number;
}

/** Sign-ins by the hour of the week, with a table of the same. */
export function HeatMap({ week, last }: Props): JSX.Element {
  const offset = offsetAt(last);
  const shown = shiftWeek(week, offset);
  const peak = Math.max(...shown.flat());
  const text = weekText(shown, "sign-in");
  return (
    <section class="heat-map" aria-label="Sign-in hours">
      <h3>
        Sign-in hours <span class="muted">{zone()}</span>
      </h3>
      {peak > 0 && (
        <svg viewBox="0 0 276 96" role="img" aria-label={text}>
          {shown.map((row, day) => (
            <>
              <text class="heat-day" x={26} y={day * 11.5 + 8.5} text-anchor="end">
                {days[day]!.slice(0, 3)}
              </text>
              {row.map((n, hour) => (
                <rect class={`heat heat-${heat(n, peak)}`} x={30 + hour * 10.25} y={day * 11.5} width={9.25} height={10.5} rx={1.5}>
                  <title>{`${days[day]} ${clock(hour)}: ${n}`}</title>
                </rect>
              ))}
            </>
          ))}
          {[0, 6, 12, 18].map((hour) => (
            <text class="heat-hour" x={30 + hour * 10.25} y={90}>
              {clock(hour)}
            </text>
          ))}
        </svg>
      )}
      <p class="hint">
        {text}
        {offset % 60 !== 0 && ` Counted by hours of UTC; those of ${zone()} begin ${((offset % 60) + 60) % 60} minutes apart from them.`}
      </p>
      {peak > 0 && (
        <details>
          <summary>Table</summary>
          <div class="table-scroll" tabIndex={0} role="region" aria-label="Sign-ins by day and hour">
            <table class="hours">
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  {shown[0]!.map((_, hour) => (
                    <th scope="col" class="number">
                      {String(hour).padStart(2, "0")}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map((row, day) => (
                  <tr>
                    <th scope="row">{days[day]}</th>
                    {row.map((n) => (
                      <td class="number">{n > 0 ? count(n) : ""}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </section>
  );
}
