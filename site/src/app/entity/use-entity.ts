import { useEffect, useState } from "preact/hooks";
import { refused } from "../../engine/query-types";
import type { Failure } from "../../engine/types";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import type { Entity } from "../state/state";
import type { EntityAnswer } from "./model";

/** What is known of an entity by now. */
export interface Known {
  /** Whom the rest is about: the one asked for before, until the answer is there. */
  entity: Entity | null;
  answer: EntityAnswer | null;
  /** The log does not have it. */
  unknown: boolean;
  failure: Failure | null;
}

const nothing: Known = { entity: null, answer: null, unknown: false, failure: null };

/** Asks the engine about an entity. What is on screen stays until the answer is there. */
export function useEntity(entity: Entity | null): Known {
  const { engine } = useController();
  const [known, know] = useState<Known>(nothing);
  useEffect(() => {
    if (!entity) return;
    let stale = false;
    engine.entity({ kind: entity.kind, id: entity.id }).then(
      (answer) => {
        if (stale) return;
        know(refused(answer) ? { ...nothing, entity, unknown: true } : { ...nothing, entity, answer });
      },
      (reason: unknown) => !stale && know({ ...nothing, entity, failure: failureOf(reason) }),
    );
    return () => {
      stale = true;
    };
  }, [entity?.kind, entity?.id, engine]);
  return known;
}
