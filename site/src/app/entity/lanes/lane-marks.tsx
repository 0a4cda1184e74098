import type { JSX } from "preact";
import type { Cluster } from "./cluster";
import type { Geometry } from "./geometry";
import { cross, kinds } from "./shapes";

interface Props {
  clusters: readonly Cluster[];
  geometry: Geometry;
}

/** The marks of events: shape by kind, filling and stroke by outcome; numbers where they are crowded. */
export function LaneMarks({ clusters, geometry }: Props): JSX.Element {
  const { rem } = geometry;
  return (
    <g class="lane-marks">
      {clusters.map((cluster) => {
        const at = `translate(${cluster.x.toFixed(1)} ${geometry.y(cluster.lane).toFixed(1)})`;
        const first = cluster.events[0]!;
        if (cluster.events.length > 1) return <NumberMark key={first.uuid} cluster={cluster} at={at} rem={rem} />;
        return (
          <g key={first.uuid} class={`mark ${first.outcome}`} data-events="1" transform={`${at} scale(${(rem / 16).toFixed(3)})`}>
            <path class="shape" d={kinds[first.kind].path} />
            {isBad(first.outcome) && <path class="cross" d={cross} />}
          </g>
        );
      })}
    </g>
  );
}

/** Whether an outcome is a failure or a refusal. */
export function isBad(outcome: string): boolean {
  return outcome === "failure" || outcome === "deny";
}

function NumberMark({ cluster, at, rem }: { cluster: Cluster; at: string; rem: number }): JSX.Element {
  const { length } = cluster.events;
  const bad = cluster.events.filter((e) => isBad(e.outcome)).length;
  const width = 1.9 * rem - 3;
  const height = 1.25 * rem;
  return (
    <g class={`mark number ${bad > 0 ? "failure" : ""}`} data-events={length} transform={at}>
      <rect class="shape" x={-width / 2} y={-height / 2} width={width} height={height} rx={height / 2} />
      <text y={rem * 0.26}>{length < 1000 ? length : `${Math.floor(length / 1000)}k`}</text>
      {bad > 0 && <path class="cross" d={`M${-width / 2 + 4} ${height / 2 + 2.5}h${Math.max(3, ((width - 8) * bad) / length).toFixed(1)}`} />}
    </g>
  );
}
