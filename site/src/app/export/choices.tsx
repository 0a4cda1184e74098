import type { JSX } from "preact";
import type { EventForm, ExportForm } from "../../engine/export-types";
import { LogText } from "../components/log-text";
import { plural } from "../lib/format";
import type { Choice, Scope } from "./forms";

export interface ScopeChoice {
  scope: Scope;
  title: string;
  /** How many there are; −1 while that is not known. */
  count: number;
  /** What they were chosen by; it may be text of the log. */
  words: string;
  /** Why it cannot be chosen. */
  problem: string;
}

interface ScopesProps {
  choices: readonly ScopeChoice[];
  chosen: Scope;
  onChoose(scope: Scope): void;
}

/** What is exported. */
export function Scopes({ choices, chosen, onChoose }: ScopesProps): JSX.Element {
  return (
    <fieldset class="export-part">
      <legend>What</legend>
      <div class="export-scopes">
        {choices.map(({ scope, title, count, words, problem }) => (
          <label class="option" data-scope={scope} data-count={count}>
            <input
              type="radio"
              name="export-scope"
              value={scope}
              checked={scope === chosen}
              disabled={problem !== ""}
              data-autofocus={scope === chosen ? "" : undefined}
              onChange={() => onChoose(scope)}
            />
            <span class="option-title">
              {title}
              {count >= 0 && <span class="muted"> {plural(count, scope === "events" ? "event" : "finding")}</span>}
            </span>
            {(problem || words) !== "" && (
              <span class="option-hint">
                <LogText text={problem || words} most={240} />
              </span>
            )}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface FormsProps<F extends string> {
  choices: readonly Choice<F>[];
  chosen: F;
  onChoose(form: F): void;
}

/** The form of the file. */
export function Forms<F extends ExportForm | EventForm>({ choices, chosen, onChoose }: FormsProps<F>): JSX.Element {
  return (
    <fieldset class="export-part">
      <legend>Form</legend>
      <div class="export-forms">
        {choices.map(({ form, title, hint }) => (
          <label class="option" data-form={form}>
            <input type="radio" name="export-form" value={form} checked={form === chosen} onChange={() => onChoose(form)} />
            <span class="option-title">{title}</span>
            <span class="option-hint">{hint}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
