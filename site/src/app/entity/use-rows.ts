import { useEffect, useReducer } from "preact/hooks";
import type { EventRow, Report } from "../../engine/types";
import { useController } from "../state/context";
import { useSelect } from "../state/store";

// By report: another log, another cache.
const caches = new WeakMap<Report, Map<string, EventRow>>();

// Marks that the pointer only passes are not worth a question to the engine.
const patience = 40;

/** The events of some uuids as far as they are known by now; what is missing is asked for. */
export function useRows(uuids: readonly string[]): ReadonlyMap<string, EventRow> {
  const controller = useController();
  const report = useSelect((s) => s.result?.report);
  const [, render] = useReducer<number, void>((n) => n + 1, 0);
  let cache = report && caches.get(report);
  if (report && !cache) caches.set(report, (cache = new Map<string, EventRow>()));
  const missing = uuids.filter((uuid) => !cache?.has(uuid));
  useEffect(() => {
    if (missing.length === 0 || !cache) return;
    let stale = false;
    const keep = cache;
    const timer = setTimeout(() => {
      controller.events(missing).then(
        (rows) => {
          for (const row of rows) keep.set(row.uuid, row);
          if (!stale && rows.length > 0) render();
        },
        // Without its row, an event still has its time, kind and outcome.
        () => undefined,
      );
    }, patience);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [missing.join(), cache]);
  return cache ?? new Map<string, EventRow>();
}
