import type { JSX } from "preact";
import type { TextFault } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { placeOf } from "./rule-text";

interface Props {
  faults: readonly TextFault[];
  /** Lines are shown: the text is one that the reader has. */
  places?: boolean;
}

/** What the engine says against a setting. */
export function Faults({ faults, places = false }: Props): JSX.Element {
  return (
    <div role="alert">
      <ul class="faults">
        {faults.map((f) => (
          <li>
            <Icon name="warning" />
            {places && f.line > 0 && <b>{placeOf(f)}</b>}
            <LogText text={f.message} most={500} />
          </li>
        ))}
      </ul>
    </div>
  );
}
