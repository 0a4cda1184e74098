import type { JSX } from "preact";
import { LogText } from "../components/log-text";
import type { Entity } from "../state/state";
import type { Deed, Spot } from "./actions";
import { mostTargets, targetParts } from "./detail-groups";
import { DetailValue } from "./detail-value";
import { targetEntity } from "./entities";
import { Section } from "./event-detail";
import type { Detail } from "./use-detail";

interface Props {
  detail: Detail;
  onDeed(deed: Deed, spot: Spot): void;
  onEntity(entity: Entity): void;
}

const titles: Record<(typeof targetParts)[number], string> = {
  type: "Type",
  displayName: "Name",
  alternateId: "Login name",
  id: "ID",
  "detailEntry.methodTypeUsed": "Method",
  "changeDetails.from": "Changed from",
  "changeDetails.to": "Changed to",
};

// The fields that any target's value is looked for in: which of the targets it
// was says nothing.
const fieldOf = (part: (typeof targetParts)[number]) => `target[].${part}`;

/** What the event was done to, one by one. */
export function Targets({ detail, onDeed, onEntity }: Props): JSX.Element | null {
  const { uuid, of } = detail;
  const list = Array.from({ length: mostTargets }, (_, i) => i).filter((i) => targetParts.some((part) => of(`target${i}.${part}`) !== ""));
  if (list.length === 0) return null;
  return (
    <Section title={list.length === 1 ? "Target" : "Targets"}>
      <ol class="event-targets">
        {list.map((i) => {
          const type = of(`target${i}.type`);
          const entity = targetEntity(type, of(`target${i}.id`));
          return (
            <li>
              <h4>{type ? <LogText text={type} most={60} /> : `Target ${i + 1}`}</h4>
              <dl class="event-fields">
                {targetParts
                  .filter((part) => part !== "type" && of(`target${i}.${part}`) !== "")
                  .map((part) => (
                    <div>
                      <dt>{titles[part]}</dt>
                      <dd>
                        <DetailValue
                          spot={{ uuid, field: fieldOf(part), value: of(`target${i}.${part}`), of }}
                          entity={/id$|name$/i.test(part) ? entity : null}
                          onDeed={onDeed}
                          onEntity={onEntity}
                        />
                      </dd>
                    </div>
                  ))}
              </dl>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
