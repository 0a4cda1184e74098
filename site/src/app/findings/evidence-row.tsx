import type { JSX } from "preact";
import type { EventRow } from "../../engine/types";
import { LogText } from "../components/log-text";
import { plain } from "../lib/text";
import { timeText } from "../lib/time";
import { RawRecord } from "./raw-record";

interface Props {
  row: EventRow;
  /** The event above it, to mark what changed. */
  before: EventRow | undefined;
  /** Its raw record is shown. */
  open: boolean;
  columns: number;
  onToggle(): void;
}

/** One event of a finding's evidence. */
export function EvidenceRow({ row, before, open, columns, onToggle }: Props): JSX.Element {
  const [day, clock] = timeText(row.time, "millisecond").split(" ");
  return (
    <>
      <tr data-event={row.uuid}>
        <td class="cell-time">
          <time dateTime={row.time}>
            {clock} <span class="muted">{day}</span>
          </time>
        </td>
        <td class="cell-event">
          <span class="mono">
            <LogText text={row.type} most={100} name />
          </span>
          <span class="muted">
            <LogText text={[row.message, ...row.targets].filter(Boolean).join(" · ")} most={200} />
          </span>
        </td>
        <td class="cell-outcome">
          <span class={bad.has(row.result.toUpperCase()) ? "result bad" : "result"}>
            <LogText text={row.result} most={40} />
          </span>
          <span class="muted">
            <LogText text={row.reason} most={120} name />
          </span>
        </td>
        <td class="cell-actor">
          <Value text={row.actor} before={before?.actor} />
          <Value text={row.agent} before={before?.agent} kind="agent" />
        </td>
        <td class="cell-from">
          <Value text={row.ip} before={before?.ip} kind="mono" />
          <Value text={place(row)} before={before && place(before)} />
        </td>
        <td>
          <button
            type="button"
            class="button small"
            aria-expanded={open}
            aria-label={`Raw record of ${timeText(row.time)}`}
            onClick={onToggle}
          >
            Raw
          </button>
        </td>
      </tr>
      {open && (
        <tr class="raw-row">
          <td colSpan={columns}>
            <RawRecord uuid={row.uuid} />
          </td>
        </tr>
      )}
    </>
  );
}

const bad = new Set(["FAILURE", "DENY"]);

function place({ city, country }: EventRow): string {
  return [city, country].filter(Boolean).join(", ");
}

interface ValueProps {
  text: string;
  before: string | undefined;
  kind?: string;
}

function Value({ text, before, kind = "" }: ValueProps): JSX.Element {
  // A value that is missing on one side is no change that anybody made.
  const changed = Boolean(before) && text !== "" && before !== text;
  return (
    <span class={`value ${kind}`} title={text.length > 60 ? plain(text, 600) : undefined}>
      {text ? (
        <span class={changed ? "changed" : ""}>
          <LogText text={text} most={200} name />
        </span>
      ) : (
        <span class="muted">–</span>
      )}
    </span>
  );
}
