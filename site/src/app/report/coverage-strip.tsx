import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Coverage } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { bars, stepAt, stepName, warnings } from "../lib/coverage";
import { count, plural } from "../lib/format";
import { utc } from "../lib/time";
import { useSelect } from "../state/store";
import { CoverageTables } from "./coverage-tables";

const mostBars = 360;
const height = 40;

/**
 * What the log covers: its events over time with the gaps marked, and what
 * speaks against trusting it. It guards against taking "no finding" for
 * "nothing happened".
 */
export function CoverageStrip(): JSX.Element | null {
  const log = useSelect((s) => s.result?.report.log);
  const [open, setOpen] = useState(false);
  if (!log) return null;
  const { coverage } = log;
  const list = warnings(coverage, log.last, Date.now());
  return (
    <section class="coverage" id="coverage" aria-label="Coverage">
      <Chart coverage={coverage} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary id="coverage-more">
          <Icon name="chevron" />
          <b class={list.length > 0 ? "warned" : ""}>
            {list.length > 0 ? plural(list.length, "coverage warning") : "Coverage"}
          </b>
          {!open && (
            <span class="coverage-first">
              {list[0] ? <LogText text={list[0]} most={400} /> : "nothing speaks against the log; events by hour as a table"}
            </span>
          )}
        </summary>
        {open && (
          <div class="coverage-body" tabIndex={0} role="region" aria-label="Coverage in detail">
            {list.length > 0 && (
              <ul id="coverage-warnings">
                {list.map((text) => (
                  <li class="warning">
                    <Icon name="warning" />
                    <LogText text={text} most={1000} />
                  </li>
                ))}
              </ul>
            )}
            <CoverageTables coverage={coverage} />
          </div>
        )}
      </details>
    </section>
  );
}

function Chart({ coverage }: { coverage: Coverage }): JSX.Element | null {
  const { hours, gaps } = coverage;
  if (hours.events.length === 0) return null;
  const list = bars(hours, mostBars);
  const peak = Math.max(...list.map((b) => b.events));
  const name = stepName(hours.step_hours * (list[0]!.to - list[0]!.from));
  const step = { hour: "an hour", day: "a day" }[name] ?? name;
  // A bar that stands for a single event can still be seen.
  const path = list
    .filter((b) => b.events > 0)
    .map((b) => `M${b.from} ${height}V${(height - Math.max(1.5, (b.events / peak) * (height - 4))).toFixed(1)}H${b.to}V${height}z`)
    .join("");
  const width = hours.events.length;
  // A gap of an hour in a quarter would be thinner than a pixel.
  const least = width / 300;
  return (
    <figure class="coverage-chart">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-labelledby="coverage-title">
        <title id="coverage-title">
          {`Events by time, ${plural(gaps.length, "gap")} marked. The same as a table is under “Coverage”.`}
        </title>
        {gaps.map((gap) => {
          const x = stepAt(hours, gap.from);
          const size = { x, width: Math.max(stepAt(hours, gap.to) - x, least) };
          return (
            <>
              <rect class="gap" {...size} y={0} height={height} />
              <rect class="gap-foot" {...size} y={height - 5} height={5} />
            </>
          );
        })}
        <path class="bars" d={path} />
      </svg>
      <figcaption>
        <span>{utc(coverage.span.first, "minute")}</span>
        <span>
          at most {plural(peak, "event")} in {step}
          {gaps.length > 0 && (
            <>
              {"; "}
              <span class="gap-key">{plural(gaps.length, "gap")}</span>
            </>
          )}
          {hours.before + hours.after > 0 && `; ${count(hours.before + hours.after)} outside of it`}
        </span>
        <span>{utc(coverage.span.last, "minute")} UTC</span>
      </figcaption>
    </figure>
  );
}
