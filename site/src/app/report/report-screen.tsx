import type { JSX } from "preact";
import { useContext, useEffect } from "preact/hooks";
import { DetectionsView } from "../detections/detections-view";
import { EntityView } from "../entity/entity-view";
import { EventsView } from "../events/events-view";
import { NeedsLog, SavedBanner } from "../export/needs-log";
import { FindingsView } from "../findings/findings-view";
import { IncidentsView } from "../incidents/incidents-view";
import { panelId } from "../lib/keep-focus";
import { focusRow } from "../lib/place";
import { LogView } from "../log/log-view";
import { MapView } from "../map/map-view";
import { OverviewView } from "../overview/overview-view";
import type { ViewId } from "../state/state";
import { StoreContext, useSelect } from "../state/store";
import { CoverageStrip } from "./coverage-strip";
import { Summary } from "./summary";
import { TopBar } from "./top-bar";

const panels: Record<ViewId, () => JSX.Element | null> = {
  overview: OverviewView,
  incidents: IncidentsView,
  findings: FindingsView,
  events: EventsView,
  map: MapView,
  detections: DetectionsView,
  log: LogView,
  entity: EntityView,
};

/** What needs the log, which is not there with a saved report. */
const needing: Partial<Record<ViewId, string>> = {
  events: "The events are in the log",
  map: "The places are in the log",
  entity: "This page is made of the events in the log",
};

/** An analysed log: what it is, and one of the views of it. */
export function ReportScreen(): JSX.Element {
  const store = useContext(StoreContext);
  const view = useSelect((s) => s.view);
  const result = useSelect((s) => s.result);
  const filter = useSelect((s) => s.filter);
  const without = result?.saved !== undefined ? needing[view] : undefined;
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
      <SavedBanner />
      <CoverageStrip />
      <main class="main">
        <div class={`panel panel-${view}`} id={panelId} role="tabpanel" aria-labelledby={`tab-${view}`} tabIndex={-1}>
          {without ? <NeedsLog what={without} /> : <Panel />}
        </div>
      </main>
    </div>
  );
}
