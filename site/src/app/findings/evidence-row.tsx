import type { JSX } from "preact";
import type { EventRow } from "../../engine/types";
import { LogText } from "../components/log-text";
import { plain } from "../lib/text";
import { utc } from "../lib/time";
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
  const place = [row.city, row.country].filter(Boolean).join(", ");
  const placeBefore = before && [before.city, before.country].filter(Boolean).join(", ");
  return (
    <>
      <tr data-event={row.uuid}>
        <td class="cell-time">
          <time dateTime={row.time}>{utc(row.time, "millisecond")}</time>
        </td>
        <td class="cell-event">
          <span class="mono">
            <LogText text={row.type} most={100} />
          </span>
          <span class="muted">
            <LogText text={[row.message, ...row.targets].filter(Boolean).join(" · ")} most={160} />
          </span>
        </td>
        <td>
          <span class={`result ${row.result.toLowerCase() === "failure" || row.result.toLowerCase() === "deny" ? "bad" : ""}`}>
            <LogText text={row.result} most={40} />
          </span>
          {row.reason && (
            <span class="muted">
              <LogText text={row.reason} most={120} />
            </span>
          )}
        </td>
        <Cell text={row.actor} before={before?.actor} kind="cell-actor" />
        <Cell text={row.ip} before={before?.ip} kind="mono" />
        <Cell text={place} before={placeBefore} kind="" />
        <Cell text={row.agent} before={before?.agent} kind="cell-agent" />
        <td>
          <button
            type="button"
            class="button small"
            aria-expanded={open}
            aria-label={`Raw record of ${utc(row.time)}`}
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

function Cell({ text, before, kind }: { text: string; before: string | undefined; kind: string }): JSX.Element {
  // A value that is missing on one side is no change that anybody made.
  const changed = before !== undefined && before !== "" && text !== "" && before !== text;
  return (
    <td class={kind}>
      <span class={changed ? "changed" : ""} title={text.length > 60 ? plain(text, 600) : undefined}>
        {text ? <LogText text={text} most={200} /> : <span class="muted">–</span>}
      </span>
    </td>
  );
}
