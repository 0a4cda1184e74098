import { useEffect, useState } from "preact/hooks";
import type { Need } from "../../engine/types";
import { useController } from "../state/context";
import { useSelect } from "../state/store";

let last: { rules: unknown; needs: Record<string, Need> } | null = null;

/** What each detection needs, by its id; empty until the engine has said it. */
export function useNeeds(): Readonly<Record<string, Need>> {
  const { engine } = useController();
  const rules = useSelect((s) => s.rules);
  const [needs, set] = useState<Record<string, Need>>(last?.needs ?? {});
  useEffect(() => {
    if (last?.rules === rules) return set(last.needs);
    let stale = false;
    engine.needs().then(
      (answer) => {
        last = { rules, needs: answer };
        if (!stale) set(answer);
      },
      // Without them, what is missing is still told.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [rules]);
  return needs;
}
