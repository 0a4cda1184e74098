import { useEffect, useRef, useState } from "preact/hooks";
import type { Failure, Trial } from "../../engine/types";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import { useSelect } from "../state/store";

/** A pause in the typing that means that a rule is to be tried. */
const pause = 250;

export interface Tried {
  trial: Trial | null;
  /** The text that the trial is of. */
  text: string;
  failure: Failure | null;
  running: boolean;
}

const nothing: Tried = { trial: null, text: "", failure: null, running: false };

/**
 * What a text of rules matches, tried when the typing pauses and again with
 * every analysis, as lists and other rules may be others then.
 */
export function useTrial(name: string, text: string): Tried {
  const { engine } = useController();
  const chosen = useSelect((s) => s.chosen);
  const rerunning = useSelect((s) => s.rerunning);
  const saved = useSelect((s) => s.result?.saved);
  const [tried, set] = useState<Tried>(nothing);
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (text.trim() === "" || saved !== undefined) return set(nothing);
    if (rerunning) return;
    let stale = false;
    set((before) => ({ ...before, running: true }));
    const typed = last.current !== null && last.current !== text;
    last.current = text;
    const timer = setTimeout(
      () => {
        engine.try({ name, text }).then(
          (trial) => !stale && set({ trial, text, failure: null, running: false }),
          (reason: unknown) => !stale && set({ trial: null, text, failure: failureOf(reason), running: false }),
        );
      },
      typed ? pause : 0,
    );
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [name, text, chosen, rerunning, saved]);
  return tried;
}
