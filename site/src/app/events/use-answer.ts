import { useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../../engine/types";
import { refused, type QueryError, type QueryQuestion } from "../../engine/query-types";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import type { Range } from "../state/triage";
import { useSelect } from "../state/store";
import { RowCache, type Row } from "./row-cache";

/** The order of the events; null stands for that of time. */
export type Sort = NonNullable<QueryQuestion["sort"]>;

/** What the engine found for a query. */
export interface Answer {
  /** Counts the answers: two are never the same. */
  number: number;
  text: string;
  range: Range | null;
  count: number;
  /** Events of the whole log. */
  total: number;
  /** What the engine took, in milliseconds. */
  ms: number;
  /** Where the event is that the keyboard was on, or that the query names; −1 if it is not in it. */
  at: number;
}

export interface Asked {
  answer: Answer | null;
  /** What is wrong with the text; the answer is still the one before. */
  error: (QueryError & { text: string }) | null;
  failure: Failure | null;
  running: boolean;
  cache: RowCache | null;
}

/**
 * A pause in the typing after which a query is asked, shorter than one between
 * two letters: the engine has one question at a time, and what is typed
 * meanwhile is asked as one.
 */
const pause = 40;

/** The event around which a query looks. */
const center = /(?:^|[\s(])around:"?([\w-]+)/;

/**
 * Asks the query and the range of the state, again after every change of them,
 * of the order and of the log. Answers that come after the next question are
 * dropped.
 */
export function useAnswer(sort: Sort | null, fields: readonly string[], current: () => string): Asked {
  const { engine } = useController();
  const text = useSelect((s) => s.query);
  const range = useSelect((s) => s.range);
  const chosen = useSelect((s) => s.chosen);
  const rerunning = useSelect((s) => s.rerunning);
  const [asked, set] = useState<Asked>({ answer: null, error: null, failure: null, running: true, cache: null });
  const [, arrived] = useState(0);
  const number = useRef(0);
  const cache = useRef<RowCache | null>(null);
  const last = useRef<string | null>(null);
  const busy = useRef<Promise<unknown>>(Promise.resolve());

  const cacheOf = (count: number): RowCache =>
    new RowCache(
      count,
      fields,
      async (from, to) => {
        const { rows } = await engine.rows({ from, to, fields });
        return rows.map(([uuid, time, ...values]): Row => ({ uuid, time, values }));
      },
      () => arrived((n) => n + 1),
    );

  useEffect(() => {
    const mine = ++number.current;
    const stale = () => mine !== number.current;
    const ask = async () => {
      await busy.current;
      if (stale()) return;
      last.current = text;
      // From here on, the engine's result may be the next one.
      cache.current?.hold();
      const uuid = center.exec(text)?.[1] ?? current();
      try {
        const question = engine.query({ text, ...(range ?? {}), ...(sort ? { sort } : {}) });
        busy.current = question.catch(() => undefined);
        const found = await question;
        if (stale()) return;
        if (refused(found)) {
          cache.current?.release();
          return set((before) => ({ ...before, error: { ...found.error, text }, failure: null, running: false }));
        }
        const at = uuid === "" ? -1 : (await engine.position({ uuid })).index;
        if (stale()) return;
        cache.current = cacheOf(found.count);
        const { count, total, ms } = found;
        const answer = { number: mine, text, range, count, total, ms, at };
        set({ answer, error: null, failure: null, running: false, cache: cache.current });
      } catch (reason) {
        if (stale()) return;
        set((before) => ({ ...before, failure: failureOf(reason), running: false }));
      }
    };
    set((before) => ({ ...before, running: true }));
    if (rerunning) return; // the question is asked to the log's next analysis
    const typed = last.current !== null && last.current !== text;
    const timer = setTimeout(() => void ask(), typed ? pause : 0);
    return () => clearTimeout(timer);
  }, [text, range?.from, range?.to, sort?.field, sort?.descending, chosen, rerunning]);

  // Other columns of the same rows.
  useEffect(() => {
    if (!cache.current || cache.current.fields.join() === fields.join()) return;
    cache.current = cacheOf(cache.current.count);
    set((before) => ({ ...before, cache: cache.current }));
  }, [fields.join()]);

  // What was wrong with another text says nothing of this one.
  return asked.error && asked.error.text !== text ? { ...asked, error: null } : asked;
}
