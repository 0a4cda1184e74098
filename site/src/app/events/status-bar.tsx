import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { count, decimal, plural } from "../lib/format";
import { stretch } from "../lib/time";
import { zone } from "../lib/zone";
import type { Range } from "../state/triage";
import { ChooseFields } from "./choose-fields";
import { fieldsOf, ordered, profileOf, profiles, timeField, type Profile } from "./columns";
import type { Answer } from "./use-answer";
import type { Fields } from "./use-fields";

interface Props {
  answer: Answer | null;
  range: Range | null;
  fields: Fields;
  /** The fields of the table's columns. */
  columns: readonly string[];
  /** The top values are shown. */
  facets: boolean;
  onFacets(): void;
  onColumns(choice: Profile | readonly string[]): void;
  onClearRange(): void;
}

/** How many events there are, what narrows them, and what is shown of them. */
export function StatusBar({ answer, range, fields, columns, facets, onFacets, onColumns, onClearRange }: Props): JSX.Element {
  const profile = profileOf(columns, fields.names);
  // The time always stands first: without it no event can be told.
  const choose = (list: readonly string[]) => onColumns(ordered([timeField, ...list]));
  return (
    <div class="events-status">
      <button type="button" class="button small" id="show-facets" aria-pressed={facets} onClick={onFacets}>
        Top values
      </button>
      <p id="event-count" role="status">
        {answer && (
          <>
            <b>{count(answer.count)}</b> of {plural(answer.total, "event")} <span class="muted">in {time(answer.ms)}</span>
          </>
        )}
      </p>
      {range && (
        <p class="range-chip" id="range-chip">
          {stretch(iso(range.from), iso(range.to))} {zone()}
          <button type="button" class="button quiet" id="drop-range" aria-label="Clear the range" title="Clear the range" onClick={onClearRange}>
            <Icon name="close" />
          </button>
        </p>
      )}
      <div class="events-columns">
        <div class="button-group" role="group" aria-label="Columns">
          {profiles.map((p) => (
            <button type="button" class="button small" data-profile={p} aria-pressed={p === profile} onClick={() => onColumns(p)}>
              {p}
            </button>
          ))}
        </div>
        <ChooseFields id="choose-columns" label="Columns" title="Columns of the table" fields={fields} chosen={columns} onChange={choose}>
          <p class="hint">
            {count(columns.length)} of {count(fieldsOf("all", fields.names).length)} fields; the log has no others.
          </p>
        </ChooseFields>
      </div>
    </div>
  );
}

function time(ms: number): string {
  return ms < 10 ? `${decimal(ms)} ms` : `${count(ms)} ms`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
