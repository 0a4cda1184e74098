import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Coverage, Finding } from "../../engine/types";
import { Icon } from "../components/icon";
import { between, moved, shareOf, timeOf } from "../lib/brush";
import { bars, stepAt, stepName } from "../lib/coverage";
import { count, plural } from "../lib/format";
import { stretch, timeAt, timeText } from "../lib/time";
import { zone } from "../lib/zone";
import { severities } from "../state/filter";
import type { Range } from "../state/triage";
import { useDispatch, useSelect } from "../state/store";

const mostBars = 360;
const height = 40;
const hour = 3_600_000;
const none: readonly Finding[] = [];

/** The log's events over time, its gaps and grave findings; a stretch chosen on it narrows every view. */
export function TimeLine({ coverage }: { coverage: Coverage }): JSX.Element | null {
  const findings = useSelect((s) => s.result?.report.findings ?? none);
  const range = useSelect((s) => s.range);
  const dispatch = useDispatch();
  const { hours, gaps } = coverage;
  if (hours.events.length === 0) return null;
  const from = Date.parse(hours.from);
  const bounds = { from, to: from + hours.events.length * hours.step_hours * hour };
  const list = bars(hours, mostBars);
  const peak = Math.max(...list.map((b) => b.events));
  const name = stepName(hours.step_hours * (list[0]!.to - list[0]!.from));
  const step = { hour: "an hour", day: "a day" }[name] ?? name;
  return (
    <figure class="coverage-chart">
      <Plot coverage={coverage} peak={peak} findings={findings} bounds={bounds} range={range} />
      <figcaption>
        <span>{timeText(coverage.span.first, "minute")}</span>
        {range ? (
          <span class="chosen">
            only{" "}
            {stretch(new Date(range.from).toISOString(), new Date(range.to).toISOString(), "minute")} {zone()}
            <button
              type="button"
              class="button quiet small"
              id="clear-range"
              aria-label="Show the whole log again"
              onClick={() => dispatch({ type: "range", range: null })}
            >
              <Icon name="close" />
            </button>
          </span>
        ) : (
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
        )}
        <span>
          {timeText(coverage.span.last, "minute")} {zone()}
        </span>
      </figcaption>
    </figure>
  );
}

interface PlotProps {
  coverage: Coverage;
  peak: number;
  findings: readonly Finding[];
  bounds: Range;
  range: Range | null;
}

function Plot({ coverage, peak, findings, bounds, range }: PlotProps): JSX.Element {
  const dispatch = useDispatch();
  const [drag, setDrag] = useState<{ start: number; now: number } | null>(null);
  const plot = useRef<HTMLDivElement>(null);
  // A step that can be hit: a five-hundredth of the line, in whole minutes.
  const step = Math.max(Math.ceil((bounds.to - bounds.from) / 500 / 60_000), 1) * 60_000;
  const at = (event: PointerEvent) => {
    const box = plot.current!.getBoundingClientRect();
    return timeOf((event.clientX - box.left) / box.width, bounds);
  };
  const shown = drag ? (between(drag.start, drag.now, bounds, step) ?? bounds) : range;
  const set = (next: Range | null) => dispatch({ type: "range", range: next });
  return (
    <div
      ref={plot}
      class="time-line"
      id="time-line"
      role="slider"
      tabIndex={0}
      aria-label="Stretch of the log that is shown. Arrow keys move it, with Shift they change its length, Escape shows all."
      aria-valuemin={bounds.from}
      aria-valuemax={bounds.to}
      aria-valuenow={range?.from ?? bounds.from}
      aria-valuetext={range ? `${timeAt(range.from, "minute")} to ${timeAt(range.to, "minute")}` : "the whole log"}
      onKeyDown={(event) => {
        const next = moved(range, event.key, event.shiftKey, bounds, Math.max(step, hour));
        if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        set(next);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        plot.current!.setPointerCapture(event.pointerId);
        setDrag({ start: at(event), now: at(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, now: at(event) })}
      onPointerCancel={() => setDrag(null)}
      onPointerUp={(event) => {
        if (!drag) return;
        setDrag(null);
        const box = plot.current!.getBoundingClientRect();
        const pixels = ((at(event) - drag.start) / (bounds.to - bounds.from)) * box.width;
        // A click is no stretch; it ends the one that there is.
        set(Math.abs(pixels) < 3 ? null : between(drag.start, at(event), bounds, step));
      }}
    >
      <Bars coverage={coverage} peak={peak} findings={findings} bounds={bounds} />
      {shown && (
        <div
          class="window"
          style={{
            left: `${shareOf(shown.from, bounds) * 100}%`,
            width: `${(shareOf(shown.to, bounds) - shareOf(shown.from, bounds)) * 100}%`,
          }}
        />
      )}
    </div>
  );
}

type BarsProps = Omit<PlotProps, "range">;

function Bars({ coverage, peak, findings, bounds }: BarsProps): JSX.Element {
  const { hours, gaps } = coverage;
  const width = hours.events.length;
  // A gap of an hour in a quarter would be thinner than a pixel.
  const least = width / 300;
  // A bar that stands for a single event can still be seen.
  const path = useMemo(
    () =>
      bars(hours, mostBars)
        .filter((b) => b.events > 0)
        .map((b) => `M${b.from} ${height}V${(height - Math.max(1.5, (b.events / peak) * (height - 9))).toFixed(1)}H${b.to}V${height}z`)
        .join(""),
    [hours, peak],
  );
  // Milder findings are too many to be told apart.
  const flags = useMemo(
    () =>
      severities.slice(0, 2).map((severity) => {
        const places = findings
          .filter((f) => f.severity === severity)
          .map((f) => Math.round(shareOf(Date.parse(f.first), bounds) * 400));
        const size = width / 400;
        return {
          severity,
          path: [...new Set(places)].map((p) => `M${(p - 0.7) * size} 0h${1.4 * size}v5h${-1.4 * size}z`).join(""),
        };
      }),
    [findings, width],
  );
  return (
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
      {flags.map(({ severity, path: d }) => d && <path class={`flag ${severity}`} d={d} />).reverse()}
    </svg>
  );
}
