import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { QueryHistogram } from "../../engine/query-types";
import { count, plural } from "../lib/format";
import { outcomes, paths, sumAt, sums, type OutcomeClass } from "../lib/stack";
import { stretch, timeAt } from "../lib/time";
import { zone } from "../lib/zone";
import type { Range } from "../state/triage";
import { HistogramTable } from "./histogram-table";

interface Props {
  data: QueryHistogram;
  /** What is drawn behind, on a scale of its own: that of which the data is a part. */
  whole?: QueryHistogram;
  range: Range | null;
  /** The brush: a stretch of whole steps was chosen, or none any more. */
  onRange(range: Range | null): void;
  /** What is counted, for the summary: "Events of the query". */
  label: string;
}

const height = 48;

/** Events over time by outcome, with a brush for the pointer and the keys, and the same as a table. */
export function Histogram({ data, whole, range, onRange, label }: Props): JSX.Element {
  const { from, to } = data;
  const n = data.success.length;
  const step = (to - from) / n;
  const plot = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number | null>(null);
  /** The steps that a drag began and is at. */
  const [drag, setDrag] = useState<{ began: number; at: number } | null>(null);
  const totals = sums(data);
  const total = totals.reduce((a, b) => a + b, 0);
  const peak = Math.max(1, ...totals);
  const behind = whole ? sums(whole) : [];

  const stepAt = (event: PointerEvent): number => {
    const box = plot.current!.getBoundingClientRect();
    return Math.min(n - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * n)));
  };
  const choose = (first: number, last: number) => {
    const chosen = { from: Math.round(from + first * step), to: Math.round(from + (last + 1) * step) };
    onRange(chosen);
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || (event.target as Element).closest("[role=slider]")) return;
    plot.current!.setPointerCapture(event.pointerId);
    setDrag({ began: stepAt(event), at: stepAt(event) });
  };
  const move = (event: PointerEvent) => {
    const at = stepAt(event);
    setHover(at);
    if (drag && drag.at !== at) setDrag({ ...drag, at });
  };
  const up = () => {
    if (drag) choose(Math.min(drag.began, drag.at), Math.max(drag.began, drag.at));
    setDrag(null);
  };

  const place = (ms: number) => Math.min(1, Math.max(0, (ms - from) / (to - from)));
  const left = drag ? Math.min(drag.began, drag.at) / n : range ? place(range.from) : 0;
  const right = drag ? (Math.max(drag.began, drag.at) + 1) / n : range ? place(range.to) : 1;
  const ends = { first: Math.round(left * n), last: Math.round(right * n) - 1 };
  const slide = (end: "first" | "last") => (event: KeyboardEvent) => {
    if (event.key === "Escape" && range) {
      event.preventDefault();
      return onRange(null);
    }
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -n, End: n }[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = { ...ends };
    next[end] = end === "first" ? Math.min(Math.max(0, ends.first + by), ends.last) : Math.max(Math.min(n - 1, ends.last + by), ends.first);
    choose(next.first, next.last);
  };
  const handle = (end: "first" | "last") => (
    <div
      role="slider"
      tabIndex={0}
      class={`brush-handle ${end}`}
      aria-label={end === "first" ? "Start of the range" : "End of the range"}
      aria-valuemin={end === "first" ? 0 : ends.first}
      aria-valuemax={end === "first" ? ends.last : n - 1}
      aria-valuenow={ends[end]}
      aria-valuetext={`${timeAt(from + (end === "first" ? ends.first : ends.last + 1) * step)} ${zone()}`}
      style={{ left: `${100 * (end === "first" ? left : right)}%` }}
      onKeyDown={slide(end)}
    />
  );
  const drawn = paths(data, peak, height);
  const at = hover !== null && hover < n ? hover : null;
  return (
    <figure class="histogram">
      <div
        class="histogram-plot"
        ref={plot}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setHover(null)}
        onDblClick={() => onRange(null)}
      >
        <svg viewBox={`0 0 ${n} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${label} over time: ${summary(data, total)}. The same as a table follows.`}>
          {whole && <path class="behind" d={paths({ ...whole, success: behind, failure: [], deny: [], other: [] }, Math.max(1, ...behind), height).success} />}
          {outcomes.map((outcome) => (
            <path class={`outcome-${outcome}`} d={drawn[outcome]} />
          ))}
          {at !== null && <rect class="under-pointer" x={at} y={0} width={1} height={height} />}
        </svg>
        {(range || drag) && (
          <>
            <div class="brush-outside" style={{ left: "0", width: `${100 * left}%` }} />
            <div class="brush-outside" style={{ left: `${100 * right}%`, right: "0" }} />
          </>
        )}
        {handle("first")}
        {handle("last")}
      </div>
      <figcaption>
        <span>{timeAt(from, "minute")}</span>
        <span class="histogram-middle">{at === null ? <Legend data={data} peak={peak} part={behind.reduce((a, b) => a + b, 0) > total} /> : stepText(data, at, step)}</span>
        <span>
          {timeAt(to, "minute")} {zone()}
        </span>
      </figcaption>
      <HistogramTable data={data} label={label} onChoose={(i) => choose(i, i)} />
    </figure>
  );
}

function Legend({ data, peak, part }: { data: QueryHistogram; peak: number; part: boolean }): JSX.Element {
  const present = outcomes.filter((o) => data[o].some((n) => n > 0));
  return (
    <>
      {present.map((o) => (
        <span class={`histogram-key outcome-${o}`}>{o}</span>
      ))}
      {part && <span class="histogram-key behind">whole log, on its own scale</span>}
      {present.length > 0 && <span>at most {count(peak)} a bar; drag to choose a range</span>}
    </>
  );
}

function stepText(data: QueryHistogram, at: number, step: number): string {
  const first = data.from + at * step;
  const parts = outcomes.filter((o) => data[o][at]! > 0).map((o: OutcomeClass) => `${count(data[o][at]!)} ${o}`);
  return `${timeAt(first)} – ${timeAt(first + step).slice(11)}: ${parts.join(", ") || "no event"}`;
}

function summary(data: QueryHistogram, total: number): string {
  if (total === 0) return "none";
  const parts = outcomes.map((o) => [o, data[o].reduce((a, b) => a + b, 0)] as const).filter(([, n]) => n > 0);
  const all = Array.from({ length: data.success.length }, (_, i) => sumAt(data, i));
  const best = all.indexOf(Math.max(...all));
  const step = (data.to - data.from) / data.success.length;
  const iso = (ms: number) => new Date(ms).toISOString();
  return (
    `${plural(total, "event")}, ${parts.map(([o, n]) => `${count(n)} ${o}`).join(", ")}, ` +
    `${stretch(iso(data.from), iso(data.to), "minute")} ${zone()}, most in the ${count(all[best]!)} events of the bar at ${timeAt(data.from + best * step, "minute")}`
  );
}
