import type { JSX } from "preact";
import { LogText } from "../components/log-text";
import { Problem } from "../components/problem";
import { count, plural } from "../lib/format";
import { allowedOf, fieldTitle, groupsOf, withFields, type FieldGroup } from "./field-groups";
import { shownPairs, type RedactionChoice } from "./use-redaction";

interface Props {
  choice: RedactionChoice;
  possible: boolean;
}

/** The switch for pseudonyms, the fields to show nonetheless, and a preview. */
export function Redaction({ choice, possible }: Props): JSX.Element {
  const { on, fields, allow, preview, waiting, failure } = choice;
  const groups = groupsOf(fields);
  const carried = groups.flatMap((g) => g.fields);
  const allowed = allowedOf(fields, allow);
  const shown = carried.filter((f) => allowed.has(f.key)).length;
  return (
    <section class="export-part" aria-labelledby="export-redact-title">
      <h3 id="export-redact-title">Redaction</h3>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          id="export-redact"
          checked={on}
          disabled={!possible}
          aria-describedby="export-redact-hint"
          onChange={(e) => choice.switchTo(e.currentTarget.checked)}
        />
        Put pseudonyms in the place of people, addresses, sessions, devices and names
      </label>
      <p class="hint" id="export-redact-hint">
        {possible
          ? "The same value has the same pseudonym in every export of this log. Names in free text that are nowhere in the log are not recognised: read the file before it leaves."
          : "Only with the log is it known what to redact: open the log that this report is of."}
      </p>
      {on && (
        <>
          {failure && <Problem what="The redaction could not be made" failure={failure} />}
          <details class="redact-fields" id="redact-fields">
            <summary>
              Shown as they are: {count(shown)} of {plural(carried.length, "field")}
              {allow !== null && ", changed"}
            </summary>
            <div class="redact-groups">
              {groups.map((group) => (
                <Group key={group.title} group={group} allowed={allowed} onSwitch={(keys, to) => choice.setAllow(withFields(fields, allow, keys, to))} />
              ))}
            </div>
            <div class="actions">
              <button type="button" class="button small" id="redact-default" disabled={allow === null} onClick={() => choice.setAllow(null)}>
                As proposed
              </button>
              <button type="button" class="button small" id="redact-none" disabled={shown === 0} onClick={() => choice.setAllow([])}>
                Show none
              </button>
            </div>
          </details>
          {preview && (
            <div class="redact-preview" aria-busy={waiting}>
              <p role="status" id="redact-total" data-total={waiting ? undefined : preview.total}>
                {waiting
                  ? "Looking through the log…"
                  : `${plural(preview.total, "value is", "values are")} replaced${preview.total > shownPairs ? `; the ${count(shownPairs)} most frequent:` : "."}`}
              </p>
              {preview.pairs.length > 0 && (
                <div class="table-scroll" tabIndex={0} role="region" aria-label="Values and their pseudonyms">
                  <table id="redact-preview">
                    <thead>
                      <tr>
                        <th scope="col">Value</th>
                        <th scope="col">Pseudonym</th>
                        <th scope="col" class="number">
                          Times
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {preview.pairs.map((pair) => (
                        <tr key={pair.pseudonym}>
                          <td>
                            <LogText text={pair.value} most={120} />
                          </td>
                          <td class="mono">{pair.pseudonym}</td>
                          <td class="number">{count(pair.occurrences)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </div>
          )}
          {!preview && !failure && <p class="placeholder">Looking through the log…</p>}
        </>
      )}
    </section>
  );
}

interface GroupProps {
  group: FieldGroup;
  allowed: ReadonlySet<string>;
  onSwitch(keys: readonly string[], on: boolean): void;
}

function Group({ group, allowed, onSwitch }: GroupProps): JSX.Element {
  const keys = group.fields.map((f) => f.key);
  const some = keys.filter((key) => allowed.has(key)).length;
  return (
    <fieldset>
      <legend>
        <label>
          <input
            type="checkbox"
            checked={some === keys.length}
            // A box that is neither is no attribute.
            ref={(box) => {
              if (box) box.indeterminate = some > 0 && some < keys.length;
            }}
            onChange={(e) => onSwitch(keys, e.currentTarget.checked)}
          />
          {group.title}
        </label>
      </legend>
      {group.fields.map((field) => (
        <label key={field.key} data-field={field.key} title={field.column || field.key}>
          <input type="checkbox" checked={allowed.has(field.key)} onChange={(e) => onSwitch([field.key], e.currentTarget.checked)} />
          {fieldTitle(field)}
        </label>
      ))}
    </fieldset>
  );
}
