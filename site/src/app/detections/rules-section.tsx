import type { JSX } from "preact";
import type { OwnRule, Report } from "../../engine/types";
import { LogText } from "../components/log-text";
import { useKept } from "../events/kept";
import { download } from "../lib/download";
import { plural } from "../lib/format";
import { plain } from "../lib/text";
import { useController } from "../state/context";
import { useSelect } from "../state/store";
import { FindingsLink } from "./findings-link";
import { emptyDraft, RuleEditor, type Draft } from "./rule-editor";
import { RuleErrors } from "./rule-errors";

/** The user's own rules, and the editor that tries one. */
export function RulesSection({ report }: { report: Report }): JSX.Element {
  const rules = useSelect((s) => s.rules);
  const { settings } = useController();
  const [draft, setDraft] = useKept<Draft>("rule-draft", emptyDraft);
  const edit = ({ name, text }: OwnRule) => {
    setDraft({ ...emptyDraft, name, text, editing: name });
    const field = document.getElementById("rule-text");
    field?.focus();
    field?.closest("form")?.scrollIntoView({ block: "nearest" });
  };
  const remove = async ({ name }: OwnRule) => {
    // Its text stays in the editor, as a new rule's.
    if (draft.editing === name) setDraft({ ...draft, editing: null });
    await settings.removeRule(name);
    document.getElementById("rule-text")?.focus();
  };
  return (
    <div class="rules-section">
      <RuleEditor draft={draft} onDraft={setDraft} />
      <section class="group" aria-labelledby="own-rules-title">
        <h2 id="own-rules-title">Kept rules</h2>
        {rules.length === 0 ? (
          <p class="muted">None. Keep one that you tried, or drop files of Sigma rules (.yml) on the page; several rules may be in one file.</p>
        ) : (
          <ul class="own-rules">
            {rules.map((rule) => (
              <RuleItem key={rule.name} rule={rule} report={report} onEdit={() => edit(rule)} onRemove={() => void remove(rule)} />
            ))}
          </ul>
        )}
      </section>
      {report.rule_errors.length > 0 && <RuleErrors errors={report.rule_errors} />}
    </div>
  );
}

interface ItemProps {
  rule: OwnRule;
  report: Report;
  onEdit(): void;
  onRemove(): void;
}

function RuleItem({ rule, report, onEdit, onRemove }: ItemProps): JSX.Element {
  const detectors = report.detectors.filter((d) => d.rule_file === rule.name);
  const errors = report.rule_errors.filter((e) => e.file === rule.name).length;
  const shown = plain(rule.name, 80);
  return (
    <li class="own-rule" data-rule={rule.name}>
      <div class="own-rule-head">
        <code>
          <LogText text={rule.name} most={120} />
        </code>
        {errors > 0 && <span class="bad">{plural(errors, "error")}</span>}
        <span class="actions">
          <button type="button" class="button small" aria-label={`Edit ${shown}`} onClick={onEdit}>
            Edit
          </button>
          <button type="button" class="button small" aria-label={`Save ${shown} as a file`} onClick={() => download(rule.name, "text/yaml", rule.text)}>
            Save
          </button>
          <button type="button" class="button small" aria-label={`Remove ${shown}`} onClick={onRemove}>
            Remove
          </button>
        </span>
      </div>
      <ul>
        {detectors.map((d) => (
          <li>
            <LogText text={d.title} most={160} />{" "}
            {d.status === "ran" ? (
              d.findings > 0 ? (
                <FindingsLink detector={d} />
              ) : (
                <span class="muted">nothing found</span>
              )
            ) : (
              <span class="muted">
                {d.status === "disabled" ? "switched off" : `could not look: ${d.missing.map((m) => plain(m, 80)).join(", ")}`}
              </span>
            )}
          </li>
        ))}
        {detectors.length === 0 && errors === 0 && <li class="muted">No rule of it makes findings of its own.</li>}
      </ul>
    </li>
  );
}
