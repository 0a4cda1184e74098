import type { JSX } from "preact";
import { technique } from "../lib/techniques";

/**
 * ATT&CK techniques. Their addresses are text: the page cannot navigate, and
 * analysts may not want to show what they read.
 */
export function Techniques({ ids }: { ids: readonly string[] }): JSX.Element {
  return (
    <ul class="plain-list techniques">
      {ids.map(technique).map(({ id, name, address }) => (
        <li>
          <span class="mono">{id}</span> {name}
          {address && <span class="address">{address}</span>}
        </li>
      ))}
    </ul>
  );
}
