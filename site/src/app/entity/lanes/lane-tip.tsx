import type { JSX } from "preact";
import type { EventRow } from "../../../engine/types";
import { LogText } from "../../components/log-text";
import { plural } from "../../lib/format";
import { timeAt } from "../../lib/time";
import { zone } from "../../lib/zone";
import type { LaneEvent } from "../model";
import { isBad } from "./lane-marks";
import { letter } from "./label";
import { kinds } from "./shapes";

interface Props {
  event: LaneEvent;
  row: EventRow | undefined;
  /** How many events the mark stands for. */
  of: number;
  x: number;
  y: number;
  width: number;
  rem: number;
}

const across = 19;

/** What is known of the event under the pointer or the keyboard. */
export function LaneTip({ event, row, of, x, y, width, rem }: Props): JSX.Element {
  const room = Math.min(across * rem, width);
  const left = Math.max(0, Math.min(x - room / 2, width - room));
  return (
    <div class="lane-tip" aria-hidden="true" style={{ left: `${left}px`, top: `${y}px`, width: `${room}px` }}>
      <p class="tip-time">
        {timeAt(event.time, "millisecond")} <span class="muted">{zone()}</span>
      </p>
      <p>
        <LogText text={row?.message || kinds[event.kind].name} most={90} />{" "}
        <b class={isBad(event.outcome) ? "bad" : ""}>
          <LogText text={row?.result || event.outcome} most={40} />
        </b>
      </p>
      <p class="mono">
        <LogText text={event.type} most={90} name />
      </p>
      {row && (
        <>
          {row.reason && (
            <p class="muted">
              <LogText text={row.reason} most={90} name />
            </p>
          )}
          <p>
            <span class="mono">
              <LogText text={row.ip} most={60} />
            </span>{" "}
            <span class="muted">
              <LogText text={[row.city, row.country].filter(Boolean).join(", ")} most={60} />
            </span>
          </p>
        </>
      )}
      <p class="muted">
        context {letter(event.lane)}
        {of > 1 && `; one of ${plural(of, "event")} here, a click or + zooms in`}
      </p>
    </div>
  );
}
