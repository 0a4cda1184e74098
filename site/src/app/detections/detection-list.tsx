import type { JSX } from "preact";
import type { Report, Severity } from "../../engine/types";
import { Icon } from "../components/icon";
import { useKept } from "../events/kept";
import { count, plural } from "../lib/format";
import { severities } from "../state/filter";
import { blind } from "../state/state";
import { useSelect } from "../state/store";
import {
  allDetections,
  byFamily,
  filterDetections,
  outcomeNames,
  outcomeOf,
  outcomes,
  type DetectionFilter,
  type Outcome,
} from "./detection-filter";
import { DetectionItem } from "./detection-item";
import { RuleErrors } from "./rule-errors";
import { useNeeds } from "./use-needs";

// Few enough to read all of them at once.
const openBelow = 4;

/** Every detection: whether it could look, what it found, what it can be tuned by. */
export function DetectionList({ report }: { report: Report }): JSX.Element {
  const configuration = useSelect((s) => s.configuration);
  const [filter, setFilter] = useKept<DetectionFilter>("detection-filter", allDetections);
  const needs = useNeeds();
  const set = (change: Partial<DetectionFilter>) => setFilter({ ...filter, ...change });
  const shown = filterDetections(report.detectors, filter, configuration);
  const cannot = blind(report).length;
  const families = [...new Set(report.detectors.map((d) => d.family))].sort();
  const countOf = (o: Outcome) => report.detectors.filter((d) => outcomeOf(d) === o).length;
  return (
    <>
      {report.rule_errors.length > 0 && <RuleErrors errors={report.rule_errors} />}
      <div class="settings-filter" role="search">
        <div class="search">
          <Icon name="search" />
          <input
            id="detection-text"
            type="search"
            placeholder="Title, technique, field, threshold"
            aria-label="Filter detections by text"
            value={filter.text}
            onInput={(e) => set({ text: e.currentTarget.value })}
          />
        </div>
        <Choice label="Status" id="detection-outcome" value={filter.outcome} onValue={(v) => set({ outcome: v as Outcome | "" })}>
          <option value="">every status</option>
          {outcomes.map((o) => (
            <option value={o}>
              {outcomeNames[o]} ({count(countOf(o))})
            </option>
          ))}
        </Choice>
        <Choice label="Family" id="detection-family" value={filter.family} onValue={(family) => set({ family })}>
          <option value="">every family</option>
          {families.map((f) => (
            <option value={f}>{f}</option>
          ))}
        </Choice>
        <Choice label="Severity" id="detection-severity" value={filter.severity} onValue={(v) => set({ severity: v as Severity | "" })}>
          <option value="">every severity</option>
          {severities.map((s) => (
            <option value={s}>{s}</option>
          ))}
        </Choice>
        <label class="switch">
          <input type="checkbox" id="detection-changed" checked={filter.changed} onChange={(e) => set({ changed: e.currentTarget.checked })} />
          changed only
        </label>
        <p class="shown" role="status">
          {shown.length === report.detectors.length ? (
            plural(shown.length, "detection")
          ) : (
            <>
              {count(shown.length)} of {plural(report.detectors.length, "detection")}{" "}
              <button type="button" class="link" onClick={() => setFilter(allDetections)}>
                Show all
              </button>
            </>
          )}
        </p>
      </div>
      {cannot > 0 && filter.outcome === "" && (
        <p class="note-line warn">
          <Icon name="warning" />
          <span>
            {plural(cannot, "detection")} could not look: no file holds the fields that they need, a list is missing, or the log is too short. That
            nothing was found by them means nothing.
          </span>
          <button type="button" class="link" id="show-blind" onClick={() => set({ outcome: "blind" })}>
            Show them
          </button>
        </p>
      )}
      {shown.length === 0 && <p class="placeholder">No detection fits the filter.</p>}
      {byFamily(shown).map(([family, list]) => (
        <section class="group family" key={family} aria-label={family}>
          <h2>
            {family} <span class="count">{count(list.length)}</span>
          </h2>
          <ul class="detections">
            {list.map((d) => (
              <DetectionItem key={d.id} detector={d} need={needs[d.id]} startOpen={shown.length < openBelow} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

interface ChoiceProps {
  label: string;
  id: string;
  value: string;
  onValue(value: string): void;
  children: (JSX.Element | JSX.Element[])[];
}

function Choice({ label, id, value, onValue, children }: ChoiceProps): JSX.Element {
  return (
    <label class={`select ${value === "" ? "" : "set"}`}>
      <span class="visually-hidden">{label}</span>
      <select id={id} value={value} onChange={(e) => onValue(e.currentTarget.value)}>
        {children}
      </select>
    </label>
  );
}
