import type { JSX } from "preact";
import type { TextFault, Trial } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { useRows } from "../entity/use-rows";
import { count, decimal, plural } from "../lib/format";
import { timeText } from "../lib/time";
import { zone } from "../lib/zone";
import { useDispatch, useSelect } from "../state/store";
import { placeOf } from "./rule-text";
import type { Tried } from "./use-trial";

/** The query of the event table that finds what was tried last. */
const triedQuery = "rule:tried";

interface Props {
  tried: Tried;
  /** The text in the field is another one by now. */
  stale: boolean;
  onPlace(fault: TextFault): void;
}

/** What a rule that is tried matches, or what is wrong with it. */
export function TrialResult({ tried, stale, onPlace }: Props): JSX.Element {
  const { trial, failure } = tried;
  return (
    <div class="rule-trial" data-trial={stale || tried.running ? "running" : trial ? (trial.errors.length > 0 ? "errors" : "matches") : "none"}>
      <p role="status" class="trial-status" id="trial-status">
        {failure ? failure.message : trial ? <Status trial={trial} /> : "Matches show here as you type."}
      </p>
      {trial && trial.errors.length > 0 && (
        <ul class="faults" id="rule-faults">
          {trial.errors.map((e) => (
            <li>
              <Icon name="warning" />
              {e.line > 0 && (
                <button type="button" class="link" onClick={() => onPlace(e)}>
                  {placeOf(e)}
                </button>
              )}
              <LogText text={e.message} most={500} />
            </li>
          ))}
        </ul>
      )}
      {trial && trial.errors.length === 0 && trial.matches > 0 && <Matches trial={trial} />}
    </div>
  );
}

function Status({ trial }: { trial: Trial }): JSX.Element {
  const events = useSelect((s) => s.result?.report.log.events ?? 0);
  const missing = trial.missing ?? [];
  if (trial.errors.length > 0) return <b class="bad">{plural(trial.errors.length, "error")}</b>;
  return (
    <>
      <b data-matches={trial.matches}>{plural(trial.matches, "event")}</b> of {count(events)} {trial.matches === 1 ? "matches" : "match"}
      {trial.alerts > 0 && <>, {plural(trial.alerts, "alert")} of correlations</>}
      <span class="muted">
        {" "}
        · {trial.expression ? "Okta filter expression" : plural(trial.rules?.length ?? 0, "Sigma rule")} · {decimal(trial.ms)} ms
      </span>
      {missing.length > 0 && (
        <span class="trial-missing">
          {" "}
          Not all could look: the log or the configuration has no {missing.map((m, i) => [i > 0 && ", ", <code>{m}</code>])}.
        </span>
      )}
    </>
  );
}

function Matches({ trial }: { trial: Trial }): JSX.Element {
  const dispatch = useDispatch();
  const rows = useRows(trial.uuids);
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="The first events that match">
        <table class="trial-events">
          <caption class="visually-hidden">The first events that match, times in {zone()}</caption>
          <thead>
            <tr>
              <th scope="col">Time ({zone()})</th>
              <th scope="col">Event</th>
              <th scope="col">Outcome</th>
              <th scope="col">Actor</th>
              <th scope="col">Address</th>
              <th scope="col">Target</th>
            </tr>
          </thead>
          <tbody>
            {trial.uuids.map((uuid) => {
              const row = rows.get(uuid);
              return (
                <tr data-tried={uuid}>
                  {row ? (
                    <>
                      <td class="when">
                        <time dateTime={row.time}>{timeText(row.time)}</time>
                      </td>
                      <td class="mono">
                        <LogText text={row.type} most={100} name />
                      </td>
                      <td>
                        <LogText text={row.result} most={40} />
                      </td>
                      <td>
                        <LogText text={row.actor} most={80} name />
                      </td>
                      <td class="mono">
                        <LogText text={row.ip} most={60} />
                      </td>
                      <td>
                        <LogText text={row.targets.join(" · ")} most={100} />
                      </td>
                    </>
                  ) : (
                    <td colSpan={6} class="muted">
                      …
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="trial-more">
        {trial.uuids.length < trial.matches && <span class="muted">The first {count(trial.uuids.length)} are listed.</span>}
        <button type="button" class="button small" id="trial-all" onClick={() => dispatch({ type: "events", query: triedQuery, range: null })}>
          <Icon name="search" />
          Show all in the event table
        </button>
      </p>
    </>
  );
}
