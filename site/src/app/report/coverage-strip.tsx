import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { warnings } from "../lib/coverage";
import { plural } from "../lib/format";
import { useSelect } from "../state/store";
import { CoverageTables } from "./coverage-tables";
import { TimeLine } from "./time-line";

/**
 * What the log covers: its events over time with the gaps marked, and what
 * speaks against trusting it. It guards against taking "no finding" for
 * "nothing happened".
 */
export function CoverageStrip(): JSX.Element | null {
  const log = useSelect((s) => s.result?.report.log);
  const [open, setOpen] = useState(false);
  if (!log) return null;
  const { coverage } = log;
  const list = warnings(coverage, log.last, Date.now());
  return (
    <section class="coverage" id="coverage" aria-label="Coverage">
      <TimeLine coverage={coverage} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary id="coverage-more">
          <Icon name="chevron" />
          <b class={list.length > 0 ? "warned" : ""}>
            {list.length > 0 ? plural(list.length, "coverage warning") : "Coverage"}
          </b>
          {!open && (
            <span class="coverage-first">
              {list[0] ? <LogText text={list[0]} most={400} /> : "nothing speaks against the log; events by hour as a table"}
            </span>
          )}
        </summary>
        {open && (
          <div class="coverage-body" tabIndex={0} role="region" aria-label="Coverage in detail">
            {list.length > 0 && (
              <ul id="coverage-warnings">
                {list.map((text) => (
                  <li class="warning">
                    <Icon name="warning" />
                    <LogText text={text} most={1000} />
                  </li>
                ))}
              </ul>
            )}
            <CoverageTables coverage={coverage} />
          </div>
        )}
      </details>
    </section>
  );
}
