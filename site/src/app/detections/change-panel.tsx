import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Finding } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { SeverityTag } from "../components/severity";
import { count, plural } from "../lib/format";
import { everything } from "../state/filter";
import { useController } from "../state/context";
import { useDispatch, useSelect } from "../state/store";

/** What the last change of the settings did to the findings; it can be taken back. */
export function ChangePanel(): JSX.Element {
  const change = useSelect((s) => s.change);
  const rerunning = useSelect((s) => s.rerunning);
  const dispatch = useDispatch();
  const { settings } = useController();
  const [open, setOpen] = useState(false);
  const some = change !== null && change.gained + change.lost > 0;
  const seen = () => {
    dispatch({ type: "change seen" });
    // The button that had the focus is gone.
    document.querySelector<HTMLElement>(".settings-tabs [aria-selected=true]")?.focus();
  };
  return (
    <div class="change-panel" data-change={change ? `${change.gained} ${change.lost}` : ""} data-shown={rerunning || change !== null}>
      <div class="change-line">
        <p role="status">
          {rerunning ? (
            "Analysing again…"
          ) : change === null ? (
            ""
          ) : some ? (
            <>
              The change: <b class="came">{plural(change.gained, "finding")} gained</b>, <b class="went">{count(change.lost)} lost</b>
            </>
          ) : (
            "The change made no difference to the findings."
          )}
        </p>
        {change && !rerunning && (
          <div class="actions">
            {some && (
              <button type="button" class="button small" id="change-list" aria-expanded={open} onClick={() => setOpen(!open)}>
                {open ? "Hide them" : "Show them"}
              </button>
            )}
            {change.before && (
              <button type="button" class="button small" id="change-undo" onClick={() => void settings.apply(change.before!)}>
                Take it back
              </button>
            )}
            <button type="button" class="button quiet small" id="change-seen" aria-label="Dismiss" onClick={seen}>
              <Icon name="close" />
            </button>
          </div>
        )}
      </div>
      {open && change && some && !rerunning && (
        <div class="change-lists" tabIndex={0} role="region" aria-label="Findings gained and lost">
          <Changed title="Gained" findings={change.came} total={change.gained} kind="came" />
          <Changed title="Lost" findings={change.went} total={change.lost} kind="went" />
        </div>
      )}
    </div>
  );
}

interface ChangedProps {
  title: string;
  findings: readonly Finding[];
  total: number;
  kind: "came" | "went";
}

function Changed({ title, findings, total, kind }: ChangedProps): JSX.Element {
  const dispatch = useDispatch();
  const show = (id: string) => {
    dispatch({ type: "filter", filter: everything });
    dispatch({ type: "view", view: "findings" });
    dispatch({ type: "open", id });
  };
  return (
    <section data-kind={kind}>
      <h2>
        {title} <span class="count">{count(total)}</span>
      </h2>
      {total === 0 && <p class="muted">None.</p>}
      <ul>
        {findings.map((f) => {
          const user = f.actor.alternate_id || f.actor.id;
          return (
            <li data-changed={f.id}>
              <SeverityTag severity={f.severity} />
              {kind === "came" ? (
                <button type="button" class="link" onClick={() => show(f.id)}>
                  <LogText text={f.title} most={120} />
                </button>
              ) : (
                <span>
                  <LogText text={f.title} most={120} />
                </span>
              )}
              <span class="muted">{user && <LogText text={user} most={80} />}</span>
            </li>
          );
        })}
      </ul>
      {findings.length < total && <p class="muted">and {count(total - findings.length)} more</p>}
    </section>
  );
}
