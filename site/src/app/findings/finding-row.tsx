import type { JSX } from "preact";
import type { Finding } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { beside, detailId, focusDetail } from "../lib/place";
import { stretch } from "../lib/time";
import { useDispatch, useSelect } from "../state/store";
import { statusNames, untouched } from "../state/triage";

interface Props {
  finding: Finding;
  /** The keyboard is on it. */
  current: boolean;
  open: boolean;
}

/** One finding in the list: how bad, what, who, when. */
export function FindingRow({ finding, current, open }: Props): JSX.Element {
  const dispatch = useDispatch();
  const name = who(finding);
  const triage = useSelect((s) => s.triage[finding.id]) ?? untouched;
  const toggle = () => {
    if (!open) dispatch({ type: "open", id: finding.id });
    else if (beside()) focusDetail();
    else dispatch({ type: "close" });
  };
  return (
    <h2>
      <button
        type="button"
        class="finding-row"
        aria-expanded={open}
        aria-controls={open ? detailId : undefined}
        tabIndex={current ? 0 : -1}
        onFocus={() => dispatch({ type: "focus", id: finding.id })}
        onClick={toggle}
      >
        <span class="row-head">
          <SeverityTag severity={finding.severity} />
          {triage.status !== "open" && <span class={`row-status ${triage.status}`}>{statusNames[triage.status]}</span>}
          {finding.suppressed && <span class="row-status ignored">set aside</span>}
          {triage.star && (
            <span class="row-star" title="starred">
              <Icon name="starred" />
              <span class="visually-hidden">starred</span>
            </span>
          )}
          <time class="row-time" dateTime={finding.first}>
            {stretch(finding.first, finding.last, "minute")}
          </time>
        </span>
        <span class="row-title">
          <LogText text={finding.title} most={160} />
        </span>
        {/* Most summaries begin with the name: it is not said twice. */}
        {!finding.summary.startsWith(name) && (
          <span class="row-who">
            <LogText text={name} most={120} />
          </span>
        )}
        <span class="row-summary">
          <LogText text={finding.summary} most={280} />
        </span>
      </button>
    </h2>
  );
}

/** The login name of a finding's actor, or what else names it. */
export function who({ actor }: Finding): string {
  return actor.alternate_id || actor.display_name || actor.id || "no user";
}
