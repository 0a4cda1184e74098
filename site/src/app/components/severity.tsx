import type { JSX } from "preact";
import type { Severity } from "../../engine/types";

/** A severity as a word on its colour. */
export function SeverityTag({ severity }: { severity: Severity }): JSX.Element {
  return <span class={`severity ${severity}`}>{severity}</span>;
}
