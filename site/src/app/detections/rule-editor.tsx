import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { OwnRule, Severity, TextFault } from "../../engine/types";
import { Form } from "../components/form";
import { plain } from "../lib/text";
import { useController } from "../state/context";
import { severities } from "../state/filter";
import { useDispatch, useSelect } from "../state/store";
import { CodeEditor } from "./code-editor";
import { examples } from "./rule-examples";
import { cleanFileName, fileNameOf, offsetOf, ruleOfExpression, titleOf } from "./rule-text";
import { TrialResult } from "./trial-result";
import { useTrial } from "./use-trial";

/** What is in the editor. */
export interface Draft {
  text: string;
  /** The name of the file as it was typed; "" is one after the title. */
  name: string;
  /** Of an expression, which has none of its own. */
  title: string;
  severity: Severity;
  /** The file that it was when the editing began; null for a new one. */
  editing: string | null;
}

export const emptyDraft: Draft = { text: "", name: "", title: "", severity: "medium", editing: null };

interface Props {
  draft: Draft;
  onDraft(draft: Draft): void;
}

/** Tries a rule against the log as it is typed, and keeps it. */
export function RuleEditor({ draft, onDraft }: Props): JSX.Element {
  const { settings } = useController();
  const rules = useSelect((s) => s.rules);
  const rerunning = useSelect((s) => s.rerunning);
  const saved = useSelect((s) => s.result?.saved !== undefined);
  const dispatch = useDispatch();
  const area = useRef<HTMLTextAreaElement>(null);
  const set = (change: Partial<Draft>) => onDraft({ ...draft, ...change });
  const tried = useTrial(draft.editing ?? "a new rule", draft.text);
  const stale = tried.text !== draft.text;
  const trial = stale ? null : tried.trial;
  const expression = tried.trial?.expression ?? false;
  const title = expression ? draft.title.trim() : titleOf(draft.text);
  const name = cleanFileName(draft.name) || draft.editing || fileNameOf(title, rules);
  const taken = name !== draft.editing && rules.some((r) => r.name === name);
  const good = trial !== null && trial.errors.length === 0 && !taken && !rerunning && (!expression || title !== "");
  const [kept, setKept] = useState("");

  const keep = async () => {
    if (!good) return;
    const text = expression ? ruleOfExpression(draft.text, title, draft.severity) : draft.text;
    const rule: OwnRule = { name, text };
    await settings.keepRule(rule, draft.editing);
    onDraft({ ...emptyDraft, text, name, editing: name });
    setKept(name);
    dispatch({ type: "notice", text: `“${plain(name)}” is kept and runs with every analysis.` });
  };
  const goTo = (fault: TextFault) => {
    const field = area.current;
    if (!field) return;
    const at = offsetOf(draft.text, fault.line, fault.column ?? 1);
    field.focus();
    field.setSelectionRange(at, at);
    // The lines above the middle of the field.
    const line = parseFloat(getComputedStyle(field).lineHeight) || 20;
    field.scrollTop = Math.max(0, (fault.line - 1) * line - field.clientHeight / 2);
  };
  return (
    <Form kind="rule-editor" id="rule-editor" onSubmit={() => void keep()}>
      <div class="editor-head">
        <h2>{draft.editing ? `Edit ${plain(draft.editing, 60)}` : "Try a rule"}</h2>
        <div class="actions">
          {draft.text !== "" && (
            <button
              type="button"
              class="button small"
              id="rule-new"
              onClick={() => {
                onDraft(emptyDraft);
                area.current?.focus();
              }}
            >
              {draft.editing ? "New rule" : "Clear"}
            </button>
          )}
          {examples.map((e) => (
            <button type="button" class="button small" disabled={draft.text !== "" && kept !== draft.editing} onClick={() => onDraft({ ...emptyDraft, ...e.draft })}>
              {e.name}
            </button>
          ))}
        </div>
      </div>
      <p class="muted" id="rule-help">
        A Sigma rule (YAML), or a filter expression as Okta’s System Log takes it. It is tried against the loaded log as you type; nothing is
        found by it until you keep it.
      </p>
      <CodeEditor
        id="rule-text"
        label="Text of the rule"
        describedBy="rule-help trial-status"
        value={draft.text}
        faults={trial?.errors ?? []}
        area={area}
        onValue={(text) => set({ text })}
      />
      {saved ? <p class="muted">A saved report has no log to try a rule on.</p> : <TrialResult tried={tried} stale={stale} onPlace={goTo} />}
      <div class="keep-rule">
        {expression && (
          <>
            <label>
              Title
              <input id="rule-title" type="text" maxLength={200} required value={draft.title} onInput={(e) => set({ title: e.currentTarget.value })} />
            </label>
            <label>
              Severity
              <select id="rule-severity" value={draft.severity} onChange={(e) => set({ severity: e.currentTarget.value as Severity })}>
                {severities.map((s) => (
                  <option value={s}>{s}</option>
                ))}
              </select>
            </label>
          </>
        )}
        <label>
          File name
          <input
            id="rule-name"
            type="text"
            maxLength={120}
            placeholder={name}
            value={draft.name}
            aria-invalid={taken}
            onInput={(e) => set({ name: e.currentTarget.value })}
          />
        </label>
        <button type="button" data-submit class="button primary" id="rule-keep" disabled={!good}>
          {draft.editing ? "Keep the change" : "Keep as a rule"}
        </button>
        {taken && <p class="hint bad">There is a rule file “{plain(name)}” already: give this one another name, or edit that one.</p>}
        {expression && title === "" && trial?.errors.length === 0 && <p class="hint">A title is what its findings are called.</p>}
      </div>
    </Form>
  );
}
