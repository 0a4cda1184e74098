import type { JSX } from "preact";
import type { Failure } from "../../engine/types";
import { Icon } from "./icon";
import { LogText } from "./log-text";

/** A failure of a part of the page, said in its place. */
export function Problem({ what, failure }: { what: string; failure: Failure }): JSX.Element {
  return (
    <p class="problem" role="alert">
      <Icon name="warning" />
      <span>
        {what}: <LogText text={failure.message} most={500} />
      </span>
    </p>
  );
}
