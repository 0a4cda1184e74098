import { useEffect, useMemo, useState } from "preact/hooks";
import type { QueryField } from "../../engine/query-types";
import { useController } from "../state/context";
import { useSelect } from "../state/store";

/** The fields that the loaded log has. */
export interface Fields {
  list: readonly QueryField[];
  /** Their keys. */
  names: readonly string[];
}

const none: readonly QueryField[] = [];

/** The log's fields, for the columns and for completing queries. */
export function useFields(): Fields {
  const { engine } = useController();
  const chosen = useSelect((s) => s.chosen);
  const [list, setList] = useState(none);
  useEffect(() => {
    let stale = false;
    engine.fields().then(
      (found) => !stale && setList(found),
      () => undefined, // the query that follows tells the same failure
    );
    return () => {
      stale = true;
    };
  }, [chosen]);
  return useMemo(() => ({ list, names: list.map((f) => f.name) }), [list]);
}
