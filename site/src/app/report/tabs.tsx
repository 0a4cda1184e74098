import type { JSX } from "preact";
import type { Report } from "../../engine/types";
import { count } from "../lib/format";
import { blind, views, type ViewId } from "../state/state";
import { useDispatch, useSelect } from "../state/store";

interface Tab {
  title: string;
  count(report: Report): number;
  /** What the view has to warn of, "" for nothing. */
  warning(report: Report): string;
}

const tabs: Record<ViewId, Tab> = {
  findings: { title: "Findings", count: (r) => r.findings.length, warning: () => "" },
  incidents: { title: "Incidents", count: (r) => r.incidents.length, warning: () => "" },
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
  const dispatch = useDispatch();
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = views[(views.indexOf(selected) + step + views.length) % views.length]!;
    dispatch({ type: "view", view: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views" onKeyDown={move}>
      {views.map((view) => {
        const tab = tabs[view];
        const warning = report ? tab.warning(report) : "";
        return (
          <button
            type="button"
            role="tab"
            id={`tab-${view}`}
            aria-selected={view === selected}
            aria-controls="panel"
            tabIndex={view === selected ? 0 : -1}
            onClick={() => dispatch({ type: "view", view })}
          >
            {tab.title}
            {report && <span class="count">{count(tab.count(report))}</span>}
            {warning && (
              <span class="dot" title={warning}>
                <span class="visually-hidden">{warning}</span>
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
