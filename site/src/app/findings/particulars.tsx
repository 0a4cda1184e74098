import type { ComponentChildren, JSX } from "preact";
import type { Finding } from "../../engine/types";
import { CopyButton } from "../components/copy-button";
import { LogText } from "../components/log-text";
import { EntityLink } from "../entity/entity-link";
import { count, duration } from "../lib/format";
import { between, stretch } from "../lib/time";
import { zone } from "../lib/zone";
import { who } from "./finding-row";

const addressesShown = 8;

/** Who, when and where of a finding. */
export function Particulars({ finding }: { finding: Finding }): JSX.Element {
  const { actor, ips, session } = finding;
  const name = actor.display_name !== who(finding) ? actor.display_name : "";
  const lasted = between(finding.first, finding.last);
  return (
    <dl class="particulars">
      <Item label="Who">
        <EntityLink kind="user" id={actor.id || actor.alternate_id} text={who(finding)} />
        {name && (
          <span class="muted">
            {" "}
            <LogText text={name} most={120} />
          </span>
        )}
      </Item>
      <Item label={`When, ${zone()}`}>
        {stretch(finding.first, finding.last)}
        {lasted > 0 && <span class="muted"> {duration(lasted)}</span>}
      </Item>
      {session && (
        <Item label="Session">
          <span class="mono">
            <EntityLink kind="session" id={session} most={80} />
          </span>
          <CopyButton text={session} what="Session ID" />
        </Item>
      )}
      {ips.length > 0 && (
        <Item label={ips.length === 1 ? "Address" : "Addresses"}>
          <span class="mono address-list">
            {ips.slice(0, addressesShown).map((ip) => (
              <span>
                <EntityLink kind="address" id={ip} most={60} />
              </span>
            ))}
            {ips.length > addressesShown && <span class="muted">and {count(ips.length - addressesShown)} more</span>}
          </span>
        </Item>
      )}
    </dl>
  );
}

function Item({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
