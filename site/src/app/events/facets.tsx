import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { TopValues } from "../../engine/query-types";
import type { Failure } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { Problem } from "../components/problem";
import { count } from "../lib/format";
import { plain } from "../lib/text";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import { ChooseFields } from "./choose-fields";
import { columnOf } from "./columns";
import { lostFocus } from "./focus";
import type { Answer } from "./use-answer";
import type { Fields } from "./use-fields";
import { useKept } from "./kept";

interface Props {
  answer: Answer;
  fields: Fields;
  onTerm(field: string, value: string, negate: boolean): void;
}

const usual: readonly string[] = ["type", "result", "user", "ip", "country", "os"];
const mostValues = 8;
const chooseId = "facet-fields";

/** The values that most events of the result have, to narrow it by. */
export function Facets({ answer, fields, onTerm }: Props): JSX.Element {
  const { engine } = useController();
  const [wanted, setWanted] = useKept("facets", usual);
  const [found, setFound] = useState<readonly TopValues[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  // Only fields that the log has: another log may have others.
  const shown = wanted.filter((f) => fields.names.includes(f));
  useEffect(() => {
    if (shown.length === 0) return setFound([]);
    let stale = false;
    engine.top({ fields: shown, limit: mostValues }).then(
      (list) => {
        if (stale) return;
        setFound(list);
        setFailure(null);
      },
      (reason: unknown) => !stale && setFailure(failureOf(reason)),
    );
    return () => {
      stale = true;
    };
  }, [answer.number, shown.join()]);
  // The value that was chosen may have gone, and the focus with it.
  useEffect(() => {
    if (found.length > 0 && lostFocus()) document.getElementById(chooseId)?.focus();
  }, [found]);
  return (
    <aside class="facets" aria-label="Top values">
      <header>
        <h2>Top values</h2>
        <ChooseFields id={chooseId} label="Fields" title="Fields with top values" fields={fields} chosen={wanted} onChange={setWanted} />
      </header>
      {failure && <Problem what="The values could not be counted" failure={failure} />}
      {found.map((top) => (
        <Facet top={top} of={answer.count} onTerm={onTerm} />
      ))}
    </aside>
  );
}

function Facet({ top, of, onTerm }: { top: TopValues; of: number; onTerm: Props["onTerm"] }): JSX.Element {
  const title = columnOf(top.field).title;
  const none = of - top.events;
  const rows: [value: string, events: number][] = none > 0 ? [...top.values, ["", none]] : top.values;
  return (
    <section class="facet" data-facet={top.field}>
      <h3>
        {title} <span class="muted">{count(top.distinct)}</span>
      </h3>
      <ul>
        {rows.map(([value, events]) => (
          <li>
            <button
              type="button"
              class="facet-value"
              title={value === "" ? `Only events without ${title.toLowerCase()}` : `Only ${plain(value, 300)}`}
              onClick={() => onTerm(top.field, value, false)}
            >
              <span class="facet-bar" style={{ width: `${of > 0 ? (100 * events) / of : 0}%` }} />
              <span class="facet-text">{value === "" ? <i class="muted">absent</i> : <LogText text={value} most={80} />}</span>
              <span class="number">{count(events)}</span>
            </button>
            <button
              type="button"
              class="value-button"
              aria-label={`Without ${plain(value || "absent", 60)}`}
              title="Without these"
              onClick={() => onTerm(top.field, value, true)}
            >
              <Icon name="minus" />
            </button>
          </li>
        ))}
      </ul>
      {top.distinct > top.values.length && <p class="hint">and {count(top.distinct - top.values.length)} more</p>}
    </section>
  );
}
