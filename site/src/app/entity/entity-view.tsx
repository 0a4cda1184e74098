import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { Problem } from "../components/problem";
import { quoteValue } from "../lib/query-text";
import type { Entity } from "../state/state";
import { useDispatch, useSelect } from "../state/store";
import { panelId } from "../lib/keep-focus";
import { headingId } from "./entity-head";
import { EntityPage } from "./entity-page";
import type { EntityAnswer } from "./model";
import { SessionPage } from "./session-page";
import { entityNouns } from "./title";
import { useEntity } from "./use-entity";

/** One user, session, address or application and all that the log says of it. */
export function EntityView(): JSX.Element | null {
  const entity = useSelect((s) => s.entity);
  const { entity: shown, answer, unknown, failure } = useEntity(entity);
  // A link that led here is gone with its page: the keyboard goes on at the top.
  useEffect(() => {
    const heading = document.getElementById(headingId);
    heading?.closest(".panel")?.scrollTo(0, 0);
    // On a phone the window scrolls, not the panel.
    heading?.scrollIntoView({ block: "nearest" });
    if (document.activeElement === document.body || document.activeElement?.id === panelId) heading?.focus({ preventScroll: true });
  }, [shown]);
  if (!entity) return null;
  const busy = shown !== entity && (shown?.kind !== entity.kind || shown.id !== entity.id);
  return (
    <div class="page entity" aria-busy={busy} data-entity-page={shown ? `${shown.kind} ${shown.id}` : ""}>
      {!shown && <p class="placeholder entity-wait">Looking up its events…</p>}
      {shown && failure && <Problem what={`The ${entityNouns[shown.kind].toLowerCase()} could not be looked up`} failure={failure} />}
      {shown && unknown && <Nothing entity={shown} />}
      {shown && answer && <Page entity={shown} answer={answer} />}
    </div>
  );
}

function Page({ entity, answer }: { entity: Entity; answer: EntityAnswer }): JSX.Element {
  const key = `${entity.kind} ${entity.id}`;
  if (answer.lanes) return <SessionPage key={key} session={answer} lanes={answer.lanes} />;
  return <EntityPage key={key} answer={answer} />;
}

function Nothing({ entity }: { entity: Entity }): JSX.Element {
  const dispatch = useDispatch();
  const text = quoteValue(entity.id);
  return (
    <div class="entity-nothing">
      <Icon name="search" />
      <h2 id={headingId} tabIndex={-1}>
        Not in this log: {entityNouns[entity.kind].toLowerCase()}{" "}
        <span class="mono">
          <LogText text={entity.id} most={120} name />
        </span>
      </h2>
      <p class="muted">
        No event carries it. It may be named in another form, or its events are in a part of the log that was not exported.
      </p>
      <div class="actions">
        <button
          type="button"
          class="button"
          onClick={() => dispatch({ type: "events", query: text.startsWith('"') ? text : `"${text}"`, range: null })}
        >
          <Icon name="search" />
          Search all events for the text
        </button>
        <button type="button" class="button" onClick={() => dispatch({ type: "entity closed" })}>
          Close
        </button>
      </div>
    </div>
  );
}
