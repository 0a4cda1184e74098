import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { entityTitle } from "../entity/title";
import { plain } from "../lib/text";
import type { Entity } from "../state/state";
import type { Deed, Spot } from "./actions";
import { columnOf } from "./columns";
import { blank, entityOf } from "./entities";
import { notDone } from "./grid-row";

interface Props {
  spot: Spot;
  onDeed(deed: Deed, spot: Spot): void;
  /** The entity that it leads to, where the field alone does not say it. */
  entity?: Entity | null;
  onEntity?(entity: Entity): void;
}

/** A value of the open event, with what can be done with it. */
export function DetailValue({ spot, onDeed, entity, onEntity }: Props): JSX.Element {
  const { field, value, of } = spot;
  const leads = entity ?? entityOf(field, value, of);
  const name = `${columnOf(field).title.toLowerCase()} ${plain(value, 60)}`;
  const button = (deed: Deed, icon: "add" | "minus" | "pivot", title: string, click = () => onDeed(deed, spot)) => (
    <button type="button" class="value-button" data-deed={deed} aria-label={`${title}: ${name}`} title={title} onClick={click}>
      <Icon name={icon} />
    </button>
  );
  const refusal = field === "result" && notDone.has(value.toUpperCase());
  return (
    <span class="detail-value">
      <span class={`${columnOf(field).kind === "code" ? "mono" : ""} ${refusal ? "bad" : blank(value) ? "muted" : ""}`}>
        <LogText text={value} most={1000} name />
      </span>
      <span class="value-buttons">
        {button("include", "add", "Only these")}
        {button("exclude", "minus", "Without these")}
        {leads && button("pivot", "pivot", `Go to ${entityTitle(leads)}`, () => (onEntity ? onEntity(leads) : onDeed("pivot", spot)))}
      </span>
    </span>
  );
}
