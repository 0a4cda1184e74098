import type { JSX } from "preact";
import { useContext, useEffect } from "preact/hooks";
import { DetectionsView } from "../detections/detections-view";
import { FindingsView } from "../findings/findings-view";
import { IncidentsView } from "../incidents/incidents-view";
import { focusRow } from "../lib/place";
import { LogView } from "../log/log-view";
import type { ViewId } from "../state/state";
import { StoreContext, useSelect } from "../state/store";
import { CoverageStrip } from "./coverage-strip";
import { Summary } from "./summary";
import { TopBar } from "./top-bar";

const panels: Record<ViewId, () => JSX.Element | null> = {
  findings: FindingsView,
  incidents: IncidentsView,
  detections: DetectionsView,
  log: LogView,
};

/** An analysed log: what it is, and one of the views of it. */
export function ReportScreen(): JSX.Element {
  const store = useContext(StoreContext);
  const view = useSelect((s) => s.view);
  const result = useSelect((s) => s.result);
  const filter = useSelect((s) => s.filter);
  const Panel = panels[view];
  // When the report appears, and when a change of it removed what had the
  // focus, the keyboard continues at the current finding.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    if (!focusRow(store.state.current)) document.getElementById(panelId)?.focus({ preventScroll: true });
  }, [result, filter]);
  return (
    <div class="report">
      <TopBar />
      <Summary />
      <CoverageStrip />
      <main class="main">
        <div class={`panel panel-${view}`} id={panelId} role="tabpanel" aria-labelledby={`tab-${view}`} tabIndex={-1}>
          <Panel />
        </div>
      </main>
    </div>
  );
}

/** The id of the panel that shows a view. */
export const panelId = "panel";
