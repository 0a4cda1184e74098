import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Report, Severity } from "../../engine/types";
import { Icon } from "../components/icon";
import { count } from "../lib/format";
import { searchId } from "../lib/place";
import { countSeverities, severities } from "../state/filter";
import { useDispatch, useSelect } from "../state/store";
import { MoreFilters } from "./more-filters";
import { useContextOfFilter } from "./use-listed";

interface Props {
  report: Report;
}

/** Filters and sorts the findings. */
export function FilterBar({ report }: Props): JSX.Element {
  const filter = useSelect((s) => s.filter);
  const context = useContextOfFilter();
  const dispatch = useDispatch();
  const counts = useMemo(() => countSeverities(filter, report.findings, context), [report, filter, context]);
  const toggle = (severity: Severity) => {
    const on = filter.severities.includes(severity);
    const next = on ? filter.severities.filter((s) => s !== severity) : [...filter.severities, severity];
    dispatch({ type: "filter", filter: { severities: next } });
  };
  return (
    <div class="filter-bar" role="search">
      <div class="severity-filter" role="group" aria-label="Show only">
        {severities.map((severity) => (
          <button
            type="button"
            class={`severity-toggle ${severity}`}
            data-severity={severity}
            aria-pressed={filter.severities.includes(severity)}
            disabled={counts[severity] === 0 && !filter.severities.includes(severity)}
            onClick={() => toggle(severity)}
          >
            <b>{count(counts[severity])}</b> {severity}
          </button>
        ))}
      </div>
      <div class="search">
        <Icon name="search" />
        <input
          id={searchId}
          type="search"
          placeholder="Filter: user, address, session, technique"
          aria-label="Filter findings by text"
          aria-keyshortcuts="/"
          value={filter.text}
          onInput={(e) => dispatch({ type: "filter", filter: { text: e.currentTarget.value } })}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <MoreFilters report={report} />
    </div>
  );
}
