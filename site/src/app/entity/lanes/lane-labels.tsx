import type { JSX } from "preact";
import { LogText } from "../../components/log-text";
import { plural } from "../../lib/format";
import { plain } from "../../lib/text";
import type { LaneModel } from "../model";
import type { Geometry } from "./geometry";
import { labelParts, letter, telling } from "./label";

interface Props {
  model: LaneModel;
  geometry: Geometry;
}

/** The names of the lanes: the first says its context, each other what is different in it. */
export function LaneLabels({ model: { lanes, blank, further }, geometry }: Props): JSX.Element {
  const { lane: height, ruler, narrow, low } = geometry;
  return (
    <ol class={`lane-labels ${narrow || low ? "low" : ""}`} style={narrow ? undefined : { paddingTop: `${ruler}px` }}>
      {lanes.map((lane, i) => {
        const many = further > 0 && i === lanes.length - 1;
        // Told from the last context before it that is one.
        const before = lanes.findLast((_, n) => n < i && !blank[n]);
        const parts = blank[i] || many ? [] : labelParts(lane, before);
        const other = telling(parts);
        const same = parts.filter((p) => !other.includes(p));
        return (
          <li key={i} data-lane={i} style={narrow ? { top: `${ruler + i * height}px` } : { height: `${height}px` }}>
            <span class="lane-letter" aria-hidden="true">
              {letter(i)}
            </span>
            <span class="lane-text">
              <span class="visually-hidden">Context {letter(i)}: </span>
              <span class="lane-differs">
                {other.map((part) => (
                  <span class={part.differs ? "changed" : ""} title={`${part.name}: ${plain(part.value)}`}>
                    <LogText text={part.value} most={48} name={!narrow && !low} />
                  </span>
                ))}
                {other.length === 0 && <span class="muted">{many ? plural(further, "further context") : "no context: events of Okta itself"}</span>}
              </span>
              <span class="lane-same">
                {plural(lane.events, "event")}
                {same.length > 0 && ", same "}
                {same.map((part, n) => (
                  <span title={`same ${part.name}: ${plain(part.value)}`}>
                    {n > 0 && ", "}
                    <LogText text={part.value} most={32} name />
                  </span>
                ))}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
