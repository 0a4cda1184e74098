import { useEffect, useState } from "preact/hooks";
import { refused, type QueryQuestion } from "../../engine/query-types";
import type { Engine } from "../../engine/types";
import { useKept } from "../events/kept";
import type { Sort } from "../events/use-answer";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import { useSelect } from "../state/store";

const noEvents = "A saved report has no events: open its log.";

/** The events that the event table shows. */
export interface FoundEvents {
  /** How many; −1 until that is known, and where it cannot be. */
  count: number;
  /** Why they cannot be exported: there is no log, or the query is not complete. */
  problem: string;
  question: QueryQuestion;
}

/** Asks for the events of the event table, in its order, which also makes them what is exported. */
export function useEvents(): FoundEvents {
  const { engine } = useController();
  const saved = useSelect((s) => s.result?.saved);
  const text = useSelect((s) => s.query);
  const range = useSelect((s) => s.range);
  const chosen = useSelect((s) => s.chosen);
  const rerunning = useSelect((s) => s.rerunning);
  const [sort] = useKept<Sort | null>("sort", null);
  const [found, set] = useState({ count: -1, problem: saved === undefined ? "" : noEvents });
  const question = { text, ...(range ?? {}), ...(sort ? { sort } : {}) };
  useEffect(() => {
    if (rerunning) return;
    if (saved !== undefined) return set({ count: -1, problem: noEvents });
    let stale = false;
    countOf(engine, question).then(
      (count) => !stale && set({ count, problem: "" }),
      (reason: unknown) => !stale && set({ count: -1, problem: failureOf(reason).message }),
    );
    return () => {
      stale = true;
    };
  }, [saved, text, range, chosen, rerunning]);
  return { ...found, question };
}

/** The number of events that a question finds; they are the engine's current result from then on. Rejects with a Failure. */
export async function countOf(engine: Engine, question: QueryQuestion): Promise<number> {
  const answer = await engine.query(question);
  if (refused(answer)) throw { kind: "unreadable", message: `The query cannot be read: ${answer.error.message}` };
  return answer.count;
}
