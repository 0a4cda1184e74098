import type { JSX } from "preact";
import { useContext, useEffect } from "preact/hooks";
import { useMedia } from "../lib/media";
import { besideQuery } from "../lib/place";
import { StoreContext, useDispatch, useSelect } from "../state/store";
import { FilterBar } from "./filter-bar";
import { FindingDetail } from "./finding-detail";
import { FindingList } from "./finding-list";
import { ListHead } from "./list-head";
import { ListNotes } from "./list-notes";
import { NoFindings } from "./no-findings";
import { useListed } from "./use-listed";

/** The findings: a list, and the open one beside it or, on a narrow screen, inside it. */
export function FindingsView(): JSX.Element | null {
  const report = useSelect((s) => s.result?.report);
  const open = useSelect((s) => s.open);
  const current = useSelect((s) => s.current);
  const dispatch = useDispatch();
  const store = useContext(StoreContext);
  const isBeside = useMedia(besideQuery);
  const list = useListed();
  // Where there is room, something is always read without a click. An effect
  // comes after the frame: by then a quick click may have opened another one,
  // which only the store knows yet.
  useEffect(() => {
    const now = store.state;
    if (isBeside && now.open === null && now.current !== null) dispatch({ type: "open", id: now.current });
  }, [isBeside, open, current]);
  if (!report) return null;
  if (report.findings.length === 0) {
    return (
      <>
        <ListNotes report={report} />
        <NoFindings report={report} />
      </>
    );
  }
  const finding = list.find((f) => f.id === open);
  return (
    <div class="findings">
      <section class="list-pane" aria-label="Findings">
        <FilterBar report={report} />
        <ListNotes report={report} />
        <ListHead report={report} shown={list.length} />
        <FindingList findings={list} report={report} inline={!isBeside} />
      </section>
      {isBeside && (
        <div class="detail-pane">
          {finding ? (
            <FindingDetail key={finding.id} finding={finding} report={report} />
          ) : (
            <p class="placeholder">Nothing to show.</p>
          )}
        </div>
      )}
    </div>
  );
}
