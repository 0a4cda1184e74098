import { useMemo } from "preact/hooks";
import type { Finding } from "../../engine/types";
import { apply, type Context } from "../state/filter";
import { contextOf } from "../state/state";
import { useSelect } from "../state/store";

/** What the filter knows beside the findings. */
export function useContextOfFilter(): Context {
  const range = useSelect((s) => s.range);
  const triage = useSelect((s) => s.triage);
  const result = useSelect((s) => s.result);
  return useMemo(() => contextOf({ range, triage, result }), [range, triage, result]);
}

/** The findings that are listed, in their order. */
export function useListed(): Finding[] {
  const report = useSelect((s) => s.result?.report);
  const filter = useSelect((s) => s.filter);
  const context = useContextOfFilter();
  return useMemo(() => (report ? apply(filter, report.findings, context) : []), [report, filter, context]);
}
