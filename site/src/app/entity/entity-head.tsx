import type { ComponentChildren, JSX } from "preact";
import { CopyButton } from "../components/copy-button";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { duration, plural } from "../lib/format";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";
import type { EntityAnswer } from "./model";
import type { Entity } from "../state/state";
import { useDispatch } from "../state/store";
import { oktaQuery } from "./okta-query";
import { entityNouns } from "./title";

interface Props {
  entity: Entity;
  /** What people call it; its id where the log has no name. */
  name: string;
  answer: EntityAnswer;
  /** Further facts, as pairs of the description list. */
  children?: ComponentChildren;
}

/** The id of the heading that takes the focus when another entity is shown. */
export const headingId = "entity-title";

/** What an entity is, when it was seen, and the ways to all of its events. */
export function EntityHead({ entity, name, answer: { events, first, last, query: shown }, children }: Props): JSX.Element {
  const dispatch = useDispatch();
  const query = oktaQuery(entity);
  return (
    <header class="entity-head">
      <div class="entity-name">
        <p class="entity-kind">{entityNouns[entity.kind]}</p>
        <h2 id={headingId} tabIndex={-1}>
          <LogText text={name || entity.id} most={160} name />
        </h2>
        {name !== "" && name !== entity.id && (
          <p class="entity-id mono">
            <LogText text={entity.id} most={120} name />
          </p>
        )}
        <div class="actions">
          <button
            type="button"
            class="button small primary"
            id="entity-events"
            onClick={() => dispatch({ type: "events", query: shown, range: null })}
          >
            <Icon name="search" />
            Show all {plural(events, "event")}
          </button>
          <CopyButton text={query} what={`Okta System Log query, from ${timeAt(first)} to ${timeAt(last)} ${zone()},`}>
            Okta query
          </CopyButton>
          <CopyButton text={entity.id} what={entity.kind === "address" ? "Address" : `${entityNouns[entity.kind]} ID`}>
            {entity.kind === "address" ? "Address" : "ID"}
          </CopyButton>
        </div>
      </div>
      <dl class="entity-facts">
        <Fact label={`First seen, ${zone()}`}>{timeAt(first)}</Fact>
        <Fact label={`Last seen, ${zone()}`}>
          {timeAt(last)}
          {last > first && <span class="muted"> {duration(last - first)} later</span>}
        </Fact>
        {children}
      </dl>
    </header>
  );
}

/** A fact about an entity. */
export function Fact({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
