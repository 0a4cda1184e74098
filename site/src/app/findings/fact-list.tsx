import type { JSX } from "preact";
import { LogText } from "../components/log-text";
import { count } from "../lib/format";
import { facts } from "../lib/facts";

const valuesShown = 10;

/** The facts that made a detection fire. */
export function FactList({ facts: record }: { facts: Record<string, unknown> }): JSX.Element {
  const list = facts(record);
  if (list.length === 0) return <p class="muted">The summary says it all.</p>;
  return (
    <dl class="facts">
      {list.map(({ label, values }) => (
        <div>
          <dt>
            <LogText text={label} most={80} />
          </dt>
          <dd>
            {values.slice(0, valuesShown).map((value) => (
              <span>
                <LogText text={value} most={200} />
              </span>
            ))}
            {values.length > valuesShown && <span class="muted">and {count(values.length - valuesShown)} more</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
