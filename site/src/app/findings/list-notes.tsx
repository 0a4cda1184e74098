import type { JSX } from "preact";
import type { Report } from "../../engine/types";
import { Icon } from "../components/icon";
import { count, plural } from "../lib/format";
import { useController } from "../state/context";
import { isChanged, parametersOf } from "../state/parameters";
import { blind, type Change } from "../state/state";
import { useDispatch, useSelect } from "../state/store";

/** What the reader of a list of findings must know: what was not looked at, and what was tuned. */
export function ListNotes({ report }: { report: Report }): JSX.Element {
  const change = useSelect((s) => s.change);
  const rerunning = useSelect((s) => s.rerunning);
  const controller = useController();
  const dispatch = useDispatch();
  const cannot = blind(report).length;
  const incomplete = report.log.rejected > 0 || report.log.files.some((f) => f.error);
  return (
    <div class="list-notes">
      {cannot > 0 && (
        <p class="note-line warn">
          <Icon name="warning" />
          <span>{plural(cannot, "detection")} could not look: fields, lists or days of history are missing.</span>
          <button type="button" class="link" onClick={() => dispatch({ type: "view", view: "detections" })}>
            Which?
          </button>
        </p>
      )}
      {report.rule_errors.length > 0 && (
        <p class="note-line warn">
          <Icon name="warning" />
          <span>{plural(report.rule_errors.length, "problem")} in your rules.</span>
          <button type="button" class="link" onClick={() => dispatch({ type: "view", view: "detections" })}>
            Which?
          </button>
        </p>
      )}
      {incomplete && (
        <p class="note-line warn">
          <Icon name="warning" />
          <span>{unread(report)}</span>
          <button type="button" class="link" onClick={() => dispatch({ type: "view", view: "log" })}>
            Why?
          </button>
        </p>
      )}
      {isChanged(parametersOf(report)) && (
        <p class="note-line">
          <span>Thresholds differ from their defaults.</span>
          <button type="button" class="link" id="reset-all" onClick={() => void controller.reanalyze((from) => ({ ...from, parameters: {}, disabled: [] }))}>
            Reset all
          </button>
        </p>
      )}
      <p class="note-line change" role="status">
        {rerunning ? "Analysing again…" : change ? described(change) : ""}
      </p>
    </div>
  );
}

function unread({ log }: Report): string {
  const cut = log.files.filter((f) => f.error).length;
  const parts = [];
  if (log.rejected > 0) parts.push(`${plural(log.rejected, "record")} rejected`);
  if (cut > 0) parts.push(`${plural(cut, "file")} not read to the end`);
  return `${parts.join(", ")}.`;
}

function described({ gained, lost }: Change): string {
  if (gained === 0 && lost === 0) return "The change made no difference to the findings.";
  if (lost === 0) return `The change: ${plural(gained, "finding")} more.`;
  if (gained === 0) return `The change: ${plural(lost, "finding")} fewer.`;
  return `The change: ${plural(gained, "finding")} came, ${count(lost)} went.`;
}
