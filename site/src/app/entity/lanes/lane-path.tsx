import type { JSX } from "preact";
import { timeAt } from "../../lib/time";
import type { Geometry } from "./geometry";
import { stepLabels, type Stay, type Step } from "./path";

interface Props {
  stays: readonly Stay[];
  steps: readonly Step[];
  geometry: Geometry;
}

/** The session's way: where it stayed as a line, each change of context as a step with its time. */
export function LanePath({ stays, steps, geometry }: Props): JSX.Element {
  const { x, y, width, rem, lane, ruler, narrow } = geometry;
  // What lies far outside would only make the paths long.
  const inside = (from: number, to: number) => x(to) > -width && x(from) < 2 * width;
  const stayed = stays
    .filter((s) => s.to > s.from && inside(s.from, s.to))
    .map((s) => `M${px(x(s.from))} ${px(y(s.lane))}H${px(x(s.to))}`)
    .join("");
  const seen = steps.filter((s) => inside(s.left, s.time));
  const away = seen.map((s) => `M${px(x(s.left))} ${px(y(s.from))}H${px(x(s.time))}`).join("");
  // Where steps are closer than their arrows, only their rhythm can be seen.
  const dense = seen.length * 0.75 * rem > width;
  const reach = dense ? 0 : 0.7 * rem;
  const rises = seen
    .map((s) => {
      const down = s.to > s.from ? 1 : -1;
      const end = y(s.to) - down * reach;
      const head = 0.25 * rem;
      const rise = `M${px(x(s.time))} ${px(y(s.from))}V${px(end)}`;
      return dense ? rise : `${rise}m${px(-head)} ${px(-down * head)}l${px(head)} ${px(down * head)}l${px(head)} ${px(-down * head)}`;
    })
    .join("");
  const labels = dense ? [] : stepLabels(seen, x, 4.4 * rem, width);
  return (
    <g class={dense ? "lane-path dense" : "lane-path"}>
      <path class="away" d={away} />
      <path class="stayed" d={stayed} />
      <path class="rises" d={rises} />
      {labels.map(({ step, x: left, lane: above }) => (
        <text
          key={step.time}
          class="step-time"
          x={left + 0.3 * rem}
          // Between the two lanes; above the label of the lower one where that is drawn inside.
          y={ruler + (above + 1) * lane + (narrow ? -0.35 : 0.25) * rem}
        >
          {timeAt(step.time).slice(11)}
        </text>
      ))}
    </g>
  );
}

function px(n: number): string {
  return n.toFixed(1);
}
