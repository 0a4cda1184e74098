import { useEffect, useState } from "preact/hooks";
import type { RedactField, RedactPreview, Redaction } from "../../engine/export-types";
import type { Failure } from "../../engine/types";
import { useKept } from "../events/kept";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import { useSelect } from "../state/store";

/** Values that the preview shows, those that stand in the log most often. */
export const shownPairs = 100;

/** A pause after a change of the fields: each is looked for in the whole log. */
const pause = 200;

export interface RedactionChoice {
  on: boolean;
  switchTo(on: boolean): void;
  /** The keys of the fields to show as they are; null is the choice by default. */
  allow: string[] | null;
  setAllow(allow: string[] | null): void;
  /** All fields; none until they are known. */
  fields: readonly RedactField[];
  preview: RedactPreview | null;
  /** The preview is of another choice. */
  waiting: boolean;
  failure: Failure | null;
  /** As an export asks for it. */
  asked: Redaction | null;
}

const none: readonly RedactField[] = [];

/** Whether exports are redacted, what they show nonetheless, and what that comes to. */
export function useRedaction(possible: boolean): RedactionChoice {
  const { engine } = useController();
  const chosen = useSelect((s) => s.chosen);
  const [wanted, switchTo] = useKept("redact", false);
  const [allow, setAllow] = useKept<string[] | null>("redact allow", null);
  const [fields, setFields] = useState(none);
  const [preview, setPreview] = useState<RedactPreview | null>(null);
  const [waiting, setWaiting] = useState(true);
  const [failure, setFailure] = useState<Failure | null>(null);
  const on = wanted && possible;
  useEffect(() => {
    if (!on) return;
    let stale = false;
    const failed = (reason: unknown) => !stale && setFailure(failureOf(reason));
    engine.redactFields().then((list) => !stale && setFields(list), failed);
    return () => {
      stale = true;
    };
  }, [on, chosen]);
  useEffect(() => {
    if (!on) return;
    let stale = false;
    setWaiting(true);
    const ask = () =>
      engine.redactPreview(allow, shownPairs).then(
        (found) => {
          if (stale) return;
          setPreview(found);
          setFailure(null);
          setWaiting(false);
        },
        (reason: unknown) => !stale && setFailure(failureOf(reason)),
      );
    const timer = setTimeout(() => void ask(), preview ? pause : 0);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [on, chosen, allow?.join()]);
  return { on, switchTo, allow, setAllow, fields, preview, waiting, failure, asked: on ? { allow } : null };
}
