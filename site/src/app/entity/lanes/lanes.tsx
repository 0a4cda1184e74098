import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Finding } from "../../../engine/types";
import { plural } from "../../lib/format";
import { timeAt } from "../../lib/time";
import { zone } from "../../lib/zone";
import type { LaneModel } from "../model";
import { useRows } from "../use-rows";
import { useSize } from "../use-size";
import { clusters as clustersOf, type Cluster } from "./cluster";
import { flags as flagsOf, type Flag } from "./flags";
import { geometry as geometryOf } from "./geometry";
import { Axis, Grid, ticksOf } from "./lane-axis";
import { flagRow, LaneFlags } from "./lane-flags";
import { LaneLabels } from "./lane-labels";
import { LaneMarks } from "./lane-marks";
import { LanePath } from "./lane-path";
import { LaneTip } from "./lane-tip";
import { letter } from "./label";
import { Legend } from "./legend";
import { Minimap } from "./minimap";
import { stays as staysOf, steps as stepsOf } from "./path";
import { kinds } from "./shapes";
import { useLaneKeys } from "./use-lane-keys";
import { useLanePointer } from "./use-lane-pointer";
import type { View } from "./view";
import { Bounds } from "./bounds";
import { ZoomBar } from "./zoom-bar";

export interface LanesProps {
  model: LaneModel;
  findings: readonly Finding[];
  /** When the session began and ended, where the log has it, in milliseconds UTC. */
  start: number | null;
  end: number | null;
  /** Events after the end. */
  after: number;
  /** What the picture says, in words. */
  summary: string;
  full: View;
  view: View;
  onView(view: View): void;
  /** The uuid of the event that the keyboard is on, "" for none. */
  current: string;
  onCurrent(uuid: string): void;
  onOpen(uuid: string): void;
  onFinding(finding: Finding): void;
}

const mostFlagRows = 6;

/** A session as lanes by context along time. */
export function Lanes(props: LanesProps): JSX.Element {
  const { model, findings, full, view, onView, current, summary } = props;
  const { lanes, events } = model;
  const plot = useRef<HTMLDivElement>(null);
  const size = useSize(plot);
  const frame = useRef<HTMLDivElement>(null);
  const { width: room } = useSize(frame);
  const narrow = room > 0 && room < 46 * size.rem;
  const [pointed, point] = useState<Cluster | null>(null);
  const [flagged, flag] = useState<Flag | null>(null);
  const [focused, focus] = useState(false);
  const g = geometryOf(size, lanes.length, view, narrow);

  const shownKinds = useMemo(() => new Set(events.map((e) => e.kind)), [events]);
  const stays = useMemo(() => staysOf(events, model.blank), [model]);
  const steps = useMemo(() => stepsOf(stays), [stays]);
  // For the whole session: panning moves the marks and changes none.
  const all = useMemo(
    () => clustersOf(events, lanes.length, full.from, g.scale, g.room),
    [events, lanes.length, full.from, g.scale, g.rem],
  );
  const offset = (full.from - view.from) * g.scale;
  const clusters = useMemo(
    () =>
      all
        .filter((c) => c.x + offset > -2 * g.rem && c.x + offset < g.width + 2 * g.rem)
        .map((c) => ({ ...c, x: c.x + offset })),
    [all, offset, g.width],
  );
  // Kept as they are while only the pointer moves.
  const drawn = useMemo(
    () => (
      <>
        <LanePath stays={stays} steps={steps} geometry={g} />
        <LaneMarks clusters={clusters} geometry={g} />
      </>
    ),
    [stays, steps, clusters, g.width, g.rem, g.lane, view, zone()],
  );

  const on = events.find((e) => e.uuid === current);
  const pointer = useLanePointer({ plot, clusters, geometry: g, full, onView, onPoint: point, onPick: pick, onOpen: props.onOpen });
  const keys = useLaneKeys({ events, lanes: lanes.length, current, full, view, onView, onCurrent: props.onCurrent, onOpen: props.onOpen });

  // What has a tooltip: the pointer's mark, or else the keyboard's event.
  const tipEvent = pointed?.events[0] ?? (focused ? on : undefined);
  const tipMark = pointed ?? clusters.find((c) => tipEvent && c.events.includes(tipEvent));
  const rows = useRows(tipEvent ? [tipEvent.uuid] : []);
  const marked = on && clusters.find((c) => c.events.includes(on));
  const flags = useMemo(
    () => flagsOf(findings, g.x, 1.75 * g.rem, g.width, mostFlagRows),
    [findings, g.width, g.rem, view],
  );
  const flagRows = Math.max(0, ...flags.flags.map((f) => f.row + 1));
  const list = ticksOf(g);

  function pick(cluster: Cluster) {
    props.onCurrent(cluster.events[0]!.uuid);
    if (cluster.events.length > 1) onView(keys.onto(cluster));
  }

  return (
    <div class={`lanes ${narrow ? "narrow" : ""}`} ref={frame}>
      <div class="lanes-bar">
        <ZoomBar view={view} full={full} onView={onView} />
      </div>
      <div class="lanes-grid">
        {!narrow && (
          // The flags stand above the lanes only.
          <div style={{ paddingTop: `${flagRows * flagRow}rem` }}>
            <LaneLabels model={model} geometry={g} />
          </div>
        )}
        <div class="lanes-main">
          {g.width > 0 && (
            <LaneFlags list={flags.flags} rows={flagRows} rem={g.rem} onHover={flag} onOpen={props.onFinding} />
          )}
          <div
            class="lanes-plot"
            ref={plot}
            id="lanes-plot"
            role="application"
            aria-label="Session lanes"
            aria-describedby="lanes-summary lanes-keys"
            tabIndex={0}
            onKeyDown={keys.press}
            onFocus={() => focus(true)}
            onBlur={() => focus(false)}
            {...pointer}
          >
            <svg class="lanes-picture" width={g.width} height={g.height} role="img" aria-label={summary}>
              <path class="lane-lines" d={lanes.map((_, i) => `M0 ${g.ruler + i * g.lane}H${g.width}`).join("")} />
              <Grid list={list} geometry={g} />
              {flagged && (
                <rect
                  class={`flag-band ${flagged.finding.severity}`}
                  x={g.x(flagged.from) - 4}
                  y={g.ruler}
                  width={(flagged.to - flagged.from) * g.scale + 8}
                  height={g.height - g.ruler}
                />
              )}
              <Bounds start={props.start} end={props.end} after={props.after} geometry={g} />
              {drawn}
              {marked && <circle class="mark-current" cx={marked.x} cy={g.y(marked.lane)} r={(marked.events.length > 1 ? 1.15 : 0.75) * g.rem} />}
            </svg>
            {narrow && <LaneLabels model={model} geometry={g} />}
            {tipEvent && tipMark && (
              <LaneTip
                event={tipEvent}
                row={rows.get(tipEvent.uuid)}
                of={tipMark.events.length}
                x={tipMark.x}
                y={g.y(tipMark.lane) + 0.95 * g.rem}
                width={g.width}
                rem={g.rem}
              />
            )}
          </div>
          <div class="lanes-foot">
            <Axis list={list} geometry={g} />
            <Minimap events={events} lanes={lanes.length} view={view} full={full} width={g.width} rem={g.rem} onView={onView} />
          </div>
        </div>
      </div>
      {flags.hidden > 0 && <p class="hint">{plural(flags.hidden, "finding")} more than there is room for flags; all are listed below.</p>}
      <Legend shown={shownKinds} />
      <p class="visually-hidden" role="status">
        {focused &&
          on &&
          `${timeAt(on.time)}, ${kinds[on.kind].name}, ${on.outcome}, context ${letter(on.lane)}, ` +
            `event ${events.indexOf(on) + 1} of ${events.length}`}
      </p>
    </div>
  );
}
