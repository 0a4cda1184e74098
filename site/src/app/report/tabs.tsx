import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Report } from "../../engine/types";
import { Icon } from "../components/icon";
import { entityTitle } from "../entity/title";
import { count } from "../lib/format";
import { blind, tabs as tabIds, type TabId, type ViewId } from "../state/state";
import { useDispatch, useSelect } from "../state/store";

interface Tab {
  title: string;
  /** What is in the view; null where a number would say nothing. */
  count(report: Report): number | null;
  /** What the view has to warn of, "" for nothing. */
  warning(report: Report): string;
}

const tabs: Record<TabId, Tab> = {
  overview: { title: "Overview", count: () => null, warning: () => "" },
  incidents: { title: "Incidents", count: (r) => r.incidents.length, warning: () => "" },
  findings: { title: "Findings", count: (r) => r.findings.length, warning: () => "" },
  events: { title: "Events", count: (r) => r.log.events, warning: () => "" },
  map: { title: "Map", count: () => null, warning: () => "" },
  detections: {
    title: "Detections",
    count: (r) => r.detectors.length,
    warning: (r) => (blind(r).length > 0 ? `${count(blind(r).length)} could not look` : ""),
  },
  log: {
    title: "Log",
    count: (r) => r.log.files.length,
    warning: (r) =>
      r.log.files.some((f) => f.error || f.rejected > 0 || f.warnings.length > 0) ? "something was not read or looks odd" : "",
  },
};

/** The tabs of the views; the arrow keys move between them. */
export function Tabs(): JSX.Element {
  const selected = useSelect((s) => s.view);
  const report = useSelect((s) => s.result?.report);
  const entity = useSelect((s) => s.entity);
  const dispatch = useDispatch();
  // The chosen tab is in sight, whatever way it was chosen.
  useEffect(() => document.getElementById(`tab-${selected}`)?.scrollIntoView({ block: "nearest", inline: "nearest" }), [selected, entity]);
  const shown: readonly ViewId[] = entity ? [...tabIds, "entity"] : tabIds;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = shown[(shown.indexOf(selected) + step + shown.length) % shown.length]!;
    dispatch({ type: "view", view: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  const tab = (view: ViewId, content: ComponentChildren) => (
    <button
      type="button"
      role="tab"
      key={view}
      id={`tab-${view}`}
      aria-selected={view === selected}
      aria-controls="panel"
      tabIndex={view === selected ? 0 : -1}
      onClick={() => dispatch({ type: "view", view })}
    >
      {content}
    </button>
  );
  return (
    <nav class="tabs" aria-label="Views">
      <div class="tab-list" role="tablist" aria-label="Views" onKeyDown={move}>
        {tabIds.map((view) => tab(view, <Title tab={tabs[view]} report={report} />))}
        {entity && tab("entity", <span class="tab-entity">{entityTitle(entity, report)}</span>)}
      </div>
      {entity && (
        <button
          type="button"
          class="button quiet small"
          id="close-entity"
          aria-label={`Close ${entityTitle(entity, report)}`}
          onClick={() => dispatch({ type: "entity closed" })}
        >
          <Icon name="close" />
        </button>
      )}
    </nav>
  );
}

function Title({ tab, report }: { tab: Tab; report: Report | undefined }): JSX.Element {
  const warning = report ? tab.warning(report) : "";
  const number = report ? tab.count(report) : null;
  return (
    <>
      {tab.title}
      {number !== null && <span class="count">{count(number)}</span>}
      {warning && (
        <span class="dot" title={warning}>
          <span class="visually-hidden">{warning}</span>
        </span>
      )}
    </>
  );
}
