import type { JSX } from "preact";
import type { RuleError } from "../../engine/types";
import { LogText } from "../components/log-text";
import { plural } from "../lib/format";

/** What is wrong with rules of the user's own. */
export function RuleErrors({ errors }: { errors: readonly RuleError[] }): JSX.Element {
  return (
    <section class="group" id="rule-errors">
      <h2>{plural(errors.length, "problem")} in your rules</h2>
      <p class="muted">The rules with a problem were not run, the others were. Edit them under Own rules, or correct the file and drop it again.</p>
      <ul class="plain-list prose">
        {errors.map((e) => (
          <li>
            <code>
              <LogText text={place(e)} most={200} />
            </code>{" "}
            <LogText text={e.message} most={500} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function place({ file, line, column }: RuleError): string {
  return line > 0 ? `${file}:${line}:${column}` : file;
}
