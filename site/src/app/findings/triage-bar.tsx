import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Finding } from "../../engine/types";
import { Icon } from "../components/icon";
import { useDispatch, useSelect } from "../state/store";
import { statusNames, triageStatuses, untouched } from "../state/triage";
import { AllowForm } from "./allow-form";

/** What the analyst makes of a finding: a status, a star, a note; it goes into every export. */
export function TriageBar({ finding }: { finding: Finding }): JSX.Element {
  const triage = useSelect((s) => s.triage[finding.id]) ?? untouched;
  const dispatch = useDispatch();
  const log = useSelect((s) => s.result?.saved === undefined);
  const [noting, setNoting] = useState(triage.note !== "");
  const set = (change: Partial<typeof untouched>) => dispatch({ type: "triage", id: finding.id, change });
  const addNote = () => {
    setNoting(true);
    // The button that asked for the field is gone: the keyboard goes on in it.
    requestAnimationFrame(() => document.getElementById("note")?.focus());
  };
  useEffect(() => setNoting(triage.note !== ""), [finding.id]);
  // A note can come from a saved report.
  useEffect(() => {
    if (triage.note !== "") setNoting(true);
  }, [triage.note !== ""]);
  return (
    <section class="triage" aria-label="Triage" data-status={triage.status}>
      <div class="triage-row">
        <div class="segments" role="radiogroup" aria-label="Status">
          {triageStatuses.map((status) => (
            <label class={`segment ${status}`}>
              <input
                type="radio"
                name={`status-${finding.id}`}
                value={status}
                checked={triage.status === status}
                onChange={() => set({ status })}
              />
              <span>{statusNames[status]}</span>
            </label>
          ))}
        </div>
        <button
          type="button"
          class="button quiet star"
          id="star"
          aria-pressed={triage.star}
          aria-label="Star"
          title="Star (s)"
          onClick={() => set({ star: !triage.star })}
        >
          <Icon name={triage.star ? "starred" : "star"} />
        </button>
        {!noting && (
          <button type="button" class="button small" id="add-note" onClick={addNote}>
            Add a note
          </button>
        )}
      </div>
      {noting && (
        <label class="note">
          <span class="visually-hidden">Note</span>
          <textarea
            id="note"
            rows={2}
            maxLength={4000}
            placeholder="A note for the report"
            value={triage.note}
            onInput={(e) => set({ note: e.currentTarget.value })}
          />
        </label>
      )}
      {log && triage.status === "false_positive" && <AllowForm key={finding.id} finding={finding} />}
    </section>
  );
}
