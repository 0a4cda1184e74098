import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Report } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { count } from "../lib/format";
import { sorts, type Filter, type Sort } from "../state/filter";
import { familiesOf } from "../state/state";
import { useDispatch, useSelect } from "../state/store";
import { statusNames, triageStatuses, type TriageStatus } from "../state/triage";

const sortNames: Record<Sort, string> = {
  severity: "worst first",
  earliest: "earliest first",
  latest: "latest first",
  user: "by user",
  detection: "by title",
};

/** The filters by family, detection and triage, the order, and what was filtered by elsewhere. */
export function MoreFilters({ report }: { report: Report }): JSX.Element {
  const filter = useSelect((s) => s.filter);
  const dispatch = useDispatch();
  const set = (change: Partial<Filter>) => dispatch({ type: "filter", filter: change });
  const families = useMemo(() => countsOf(report, (id) => familiesOf(report).get(id) ?? ""), [report]);
  const detections = useMemo(() => countsOf(report, (id) => id), [report]);
  const titles = new Map(report.detectors.map((d) => [d.id, d.title]));
  return (
    <>
      <div class="more-filters">
        <Select label="Family" value={filter.family} onChange={(family) => set({ family, detection: "" })}>
          <option value="">every family</option>
          {families.map(([family, n]) => (
            <option value={family}>
              {family} ({count(n)})
            </option>
          ))}
        </Select>
        <Select label="Detection" value={filter.detection} onChange={(detection) => set({ detection })}>
          <option value="">every detection</option>
          {detections
            .filter(([id]) => filter.family === "" || familiesOf(report).get(id) === filter.family)
            .map(([id, n]) => (
              <option value={id}>
                {titles.get(id) ?? id} ({count(n)})
              </option>
            ))}
        </Select>
        <Select
          label="Status"
          value={filter.starred ? "starred" : (filter.statuses[0] ?? "")}
          onChange={(s) => set({ starred: s === "starred", statuses: s === "" || s === "starred" ? [] : [s as TriageStatus] })}
        >
          <option value="">every status</option>
          {triageStatuses.map((s) => (
            <option value={s}>{statusNames[s]}</option>
          ))}
          <option value="starred">starred</option>
        </Select>
        <Select label="Order" value={filter.sort} onChange={(sort) => set({ sort: sort as Sort })}>
          {sorts.map((s) => (
            <option value={s}>{sortNames[s]}</option>
          ))}
        </Select>
      </div>
      {(["user", "session", "address"] as const).some((k) => filter[k] !== "") && (
        <ul class="chips" aria-label="Filtered by">
          {(["user", "session", "address"] as const).map(
            (key) =>
              filter[key] !== "" && (
                <li class="chip">
                  {key} <LogText text={filter[key]} most={60} />
                  <button type="button" aria-label={`Do not filter by ${key}`} onClick={() => set({ [key]: "" })}>
                    <Icon name="close" />
                  </button>
                </li>
              ),
          )}
        </ul>
      )}
    </>
  );
}

interface SelectProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: JSX.Element | (JSX.Element | JSX.Element[])[] | JSX.Element[];
}

function Select({ label, value, onChange, children }: SelectProps): JSX.Element {
  return (
    <label class={`select ${value !== "" && value !== "severity" ? "set" : ""}`}>
      <span class="visually-hidden">{label}</span>
      <select data-filter={label.toLowerCase()} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        {children}
      </select>
    </label>
  );
}

/** How many findings there are by what a detection belongs to, the most first. */
function countsOf(report: Report, of: (detection: string) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const f of report.findings) {
    const key = of(f.detector);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
