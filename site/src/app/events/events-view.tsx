import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Histogram } from "../components/histogram";
import { Problem } from "../components/problem";
import { copyNotice } from "../components/copy-button";
import { copyText } from "../lib/clipboard";
import { takesText } from "../lib/keyboard";
import { useMedia } from "../lib/media";
import { besideQuery } from "../lib/place";
import { withTerm } from "../lib/query-text";
import { failureOf } from "../state/controller";
import { useDispatch, useSelect } from "../state/store";
import { actionOf, deedOf, mostQuery, oktaQuery, type Deed, type Spot } from "./actions";
import { citedBy } from "./cited";
import { columnOf, fieldsOf, timeField, type Profile } from "./columns";
import { ContextMenu, type MenuAt } from "./context-menu";
import { always, valuesOf } from "./entities";
import { EventDetail } from "./event-detail";
import { Facets } from "./facets";
import { eventPaneId, focusPane, focusTable, lostFocus, queryId } from "./focus";
import { Grid, type Position } from "./grid";
import { nextSort } from "./grid-head";
import { textOf } from "./grid-row";
import { remember } from "./history";
import { useKept } from "./kept";
import { withWidths, type Widths } from "./layout";
import { NoEvents, SavedReport } from "./no-events";
import { QueryBar } from "./query-bar";
import { StatusBar } from "./status-bar";
import { useAnswer, type Sort } from "./use-answer";
import { useDetail } from "./use-detail";
import { useFields } from "./use-fields";
import { useHistogram } from "./use-histogram";

/** How long the keyboard has to rest on an event before the open one follows it. */
const rest = 120;

const usualWidths: Widths = new Map();

/** The events of the log; of a report without its log, why there are none. */
export function EventsView(): JSX.Element | null {
  const saved = useSelect((s) => s.result?.saved !== undefined);
  return saved ? <SavedReport /> : <LogEvents />;
}

// Every event of the log: a query, its result over time and as a table, and one
// event in full.
function LogEvents(): JSX.Element | null {
  const report = useSelect((s) => s.result?.report);
  const query = useSelect((s) => s.query);
  const range = useSelect((s) => s.range);
  const rerunning = useSelect((s) => s.rerunning);
  const dispatch = useDispatch();
  const beside = useMedia(besideQuery);
  const roomy = useMedia("(min-width: 75rem)");
  const wall = useMedia("(min-width: 100rem)");
  const fields = useFields();
  const [sort, setSort] = useKept<Sort | null>("sort", null);
  const [choice, setChoice] = useKept<Profile | readonly string[]>("columns", "standard");
  const [facets, setFacets] = useKept<boolean | null>("show facets", null);
  const [history, setHistory] = useKept<readonly string[]>("history", []);
  const [place, setPlace] = useKept<{ uuid: string; column: number }>("place", { uuid: "", column: 1 });
  const [wasOpen, setWasOpen] = useKept("open", false);
  const [active, setActive] = useState<Position>({ row: 0, column: place.column });
  const [menu, setMenu] = useState<(MenuAt & { values: readonly string[] }) | null>(null);
  /** The event that the next answer is to be shown at, if it is in it. */
  const follow = useRef(place.uuid);
  const shown = typeof choice === "string" ? fieldsOf(choice, fields.names) : choice.filter((f) => f === timeField || fields.names.includes(f));
  const [widths, setWidths] = useKept<Widths>("column widths", usualWidths);
  const columns = useMemo(() => withWidths(shown.map(columnOf), widths), [shown.join(), widths]);
  const asked = [...new Set([...always, ...shown.filter((f) => f !== timeField)])];
  const { answer, cache, error, failure, running } = useAnswer(sort, asked, () => follow.current);
  const drawn = useHistogram(answer, report?.log.coverage.hours);
  const opened = useDetail(fields);
  const cited = useMemo(() => citedBy(report?.findings ?? []), [report?.findings]);
  const column = Math.min(active.column, columns.length - 1);
  const current: Position = { row: Math.min(active.row, (cache?.count ?? 0) - 1), column };

  useEffect(() => {
    if (!answer) return;
    setActive((a) => ({ ...a, row: Math.max(0, answer.at) }));
    follow.current = "";
    // What had the focus may have gone: a row, the table, a button of another view.
    if (lostFocus()) focusTable();
  }, [answer?.number]);
  // The event that was open when another view was shown.
  useEffect(() => {
    if (answer && answer.at >= 0 && wasOpen && opened.uuid === "" && fields.names.length > 0) opened.open(answer.at, place.uuid);
  }, [answer?.number, fields]);
  // What was asked with a key is an event of its own in the browser's and the field's history.
  const keep = (text: string) => setHistory(remember(history, text));

  const spotAt = ({ row, column }: Position): Spot | null => {
    const found = cache?.get(row);
    const field = columns[column]?.field;
    if (!cache || !found || !field) return null;
    const of = (name: string) => (name === timeField ? textOf(cache, found, name) : cache.value(found, name));
    return { uuid: found.uuid, field, value: valuesOf(field, of(field))[0] ?? "", of };
  };
  const activate = (position: Position) => {
    setActive(position);
    setPlace({ uuid: cache?.get(position.row)?.uuid ?? "", column: position.column });
  };
  const open = (position: Position) => {
    const uuid = cache?.get(position.row)?.uuid;
    activate(position);
    if (!uuid) return;
    const again = opened.uuid === uuid;
    opened.open(position.row, uuid);
    setWasOpen(true);
    if (again || !beside) focusPane();
  };
  const close = () => {
    opened.close();
    setWasOpen(false);
    focusTable();
  };

  const perform = (deed: Deed, spot: Spot) => {
    setMenu(null);
    if (deed === "open") {
      focusTable();
      return open(current);
    }
    if (deed === "copy" || deed === "copy query") {
      focusTable();
      const [what, text] = deed === "copy" ? [columnOf(spot.field).title, spot.value] : ["Query", oktaQuery(spot.uuid)];
      void copyText(text).then((ok) => dispatch({ type: "notice", text: copyNotice(what, ok) }));
      return;
    }
    const action = actionOf(deed, spot, query);
    if (!action) return;
    if (action.type !== "entity") {
      follow.current = spot.uuid;
      // A button of the pane keeps the focus; the menu is gone.
      if (!document.activeElement?.closest(`#${eventPaneId}`)) focusTable();
    }
    if (action.type === "query") narrow(spot.field, spot.value, deed === "exclude");
    else dispatch(action);
  };
  const narrow = (field: string, value: string, negate: boolean) => {
    const text = withTerm(query, field, value, negate);
    if (text.length > mostQuery) return dispatch({ type: "notice", text: "The value is too long for a query." });
    keep(text);
    dispatch({ type: "query", text });
  };
  const key = (name: string): boolean => {
    const deed = deedOf(name);
    if (name === "s") {
      order(columns[column]!.field);
      return true;
    }
    if (name === "Escape" && opened.uuid !== "") {
      close();
      return true;
    }
    const spot = deed && spotAt(current);
    if (!deed || !spot) return false;
    if ((deed === "copy" && spot.value === "") || (deed !== "open" && !deed.startsWith("copy") && !actionOf(deed, spot, query))) return false;
    perform(deed, spot);
    return true;
  };
  const order = (field: string) => {
    if (field === "uuid") return; // it is no order that means anything
    follow.current = "";
    setSort(nextSort(sort, field));
  };
  const openMenu = (position: Position, x: number, y: number) => {
    activate(position);
    const spot = spotAt(position);
    if (spot) setMenu({ spot, x, y, values: valuesOf(spot.field, spot.of(spot.field)) });
  };
  const closeMenu = useCallback(() => {
    setMenu(null);
    focusTable();
  }, []);

  // The open event follows the keyboard, as in a mail program.
  useEffect(() => {
    if (opened.uuid === "" || !beside) return;
    const timer = setTimeout(() => {
      const row = cache?.get(current.row);
      if (row) opened.open(current.row, row.uuid);
    }, rest);
    return () => clearTimeout(timer);
  }, [current.row, cache]);
  useSlash();

  if (!report) return null;
  // Beside an open event there is room for the table alone, but on a wide screen.
  const showFacets = facets ?? (opened.uuid === "" ? roomy : wall);
  return (
    <div class={`events ${showFacets ? "with-facets" : ""} ${opened.uuid ? "with-event" : ""}`} data-answer={answer?.number ?? 0} data-count={answer?.count ?? -1}>
      <QueryBar fields={fields} error={error} running={running} history={history} onDone={keep} onType={() => (follow.current = "")} />
      <StatusBar
        answer={answer}
        range={range}
        fields={fields}
        columns={shown}
        facets={showFacets}
        onFacets={() => setFacets(!showFacets)}
        onColumns={setChoice}
        onClearRange={() => {
          dispatch({ type: "range", range: null });
          focusTable();
        }}
      />
      {failure && <Problem what="The events could not be found" failure={failure} />}
      {cache && cache.failure !== null && !rerunning && <Problem what="The events could not be fetched" failure={failureOf(cache.failure)} />}
      {!drawn && <div class="histogram-room" />}
      {drawn && (
        <Histogram
          data={drawn.result}
          whole={drawn.whole}
          range={range}
          onRange={(next) => dispatch({ type: "range", range: next })}
          label="Events of the query"
        />
      )}
      <div class="events-body">
        {showFacets && answer && (
          <Facets
            answer={answer}
            fields={fields}
            onTerm={narrow}
          />
        )}
        <section class="events-table" aria-label="Events">
          {cache && answer && cache.count > 0 && (
            <Grid
              cache={cache}
              columns={columns}
              sort={sort}
              active={current}
              open={opened.uuid}
              cited={cited}
              answer={answer.number}
              start={Math.max(0, answer.at)}
              onActive={activate}
              onOpen={open}
              onSort={order}
              onWidths={(next) => setWidths(next ?? usualWidths)}
              onMenu={openMenu}
              onKey={key}
            />
          )}
          {answer && answer.count === 0 && <NoEvents answer={answer} />}
          {!answer && !failure && <p class="placeholder">{error ? "The query has to be completed first." : "Looking through the log…"}</p>}
        </section>
        {opened.uuid !== "" && <EventDetail opened={opened} fields={fields} report={report} onDeed={perform} onClose={close} />}
      </div>
      {menu && <ContextMenu {...menu} onDeed={perform} onClose={closeMenu} />}
    </div>
  );
}

// The slash goes to the query, as it does to the filter of the findings.
function useSlash(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesText(document.activeElement)) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      document.getElementById(queryId)?.focus();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
