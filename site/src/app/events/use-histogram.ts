import { useEffect, useState } from "preact/hooks";
import type { QueryHistogram } from "../../engine/query-types";
import type { Coverage } from "../../engine/types";
import { stepsOf, type Steps } from "../lib/steps";
import { useController } from "../state/context";
import type { Range } from "../state/triage";
import type { Answer } from "./use-answer";

const mostSteps = 160;
const hour = 3_600_000;

/**
 * The stretch of time to draw: the log without what is dated far apart from
 * the rest; where the range is a small part of it, the range's surroundings.
 */
export function stretchOf(hours: Coverage["hours"], range: Range | null): Steps {
  const from = Date.parse(hours.from);
  const to = from + Math.max(1, hours.events.length) * hours.step_hours * hour;
  if (range) {
    const length = range.to - range.from;
    if (length < (to - from) / 40 || range.from >= to || range.to <= from) return stepsOf(range.from - length, range.to + length, mostSteps);
  }
  return stepsOf(from, to, mostSteps);
}

export interface Drawn {
  steps: Steps;
  result: QueryHistogram;
  whole: QueryHistogram;
}

/** The result over time, and the whole log beside it; null until the engine has counted. */
export function useHistogram(answer: Answer | null, hours: Coverage["hours"] | undefined): Drawn | null {
  const { engine } = useController();
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  useEffect(() => {
    if (!answer || !hours || hours.events.length === 0) return;
    let stale = false;
    const steps = stretchOf(hours, answer.range);
    const { from, to, count: buckets } = steps;
    Promise.all([engine.histogram({ from, to, buckets, whole: false }), engine.histogram({ from, to, buckets, whole: true })]).then(
      ([result, whole]) => !stale && setDrawn({ steps, result, whole }),
      () => undefined, // the table tells the same failure
    );
    return () => {
      stale = true;
    };
  }, [answer?.number]);
  return drawn;
}
