import type { Configuration, Failure, Finding, OwnRule, Progress, Report, Result, SavedConfiguration } from "../../engine/types";
import { everything, type Filter } from "./filter";
import {
  listed,
  type Change,
  type DialogId,
  type Entity,
  type Job,
  type Refused,
  type State,
  type Theme,
  type ViewId,
} from "./state";
import { untouched, type Range, type Triage } from "./triage";

export type Action =
  | { type: "engine ready" }
  | { type: "engine broken"; failure: Failure }
  | { type: "load"; job: Job }
  | { type: "progress"; progress: Progress }
  | { type: "loaded"; result: Result; chosen: number }
  | { type: "cancelled" }
  | { type: "failed"; failure: Failure }
  | { type: "dismiss failure" }
  | { type: "rerun" }
  | { type: "rerun done"; result: Result; chosen: number; configuration?: Configuration; before?: SavedConfiguration }
  | { type: "rerun cancelled" }
  | { type: "change seen" }
  /** The configuration of the next log; that of a loaded one comes with "rerun done". */
  | { type: "configured"; configuration: Configuration }
  | { type: "configuration refused"; refused: Refused | null }
  | { type: "rules"; rules: readonly OwnRule[] }
  | { type: "hashed"; report: Report }
  | { type: "view"; view: ViewId }
  | { type: "entity"; entity: Entity }
  | { type: "entity closed" }
  /** Shows events: those of a query, of a stretch, or of both. */
  | { type: "events"; query: string; range?: Range | null }
  /** Goes back or forth to where the analyst was. */
  | { type: "place"; place: Place }
  | { type: "range"; range: Range | null }
  | { type: "query"; text: string }
  | { type: "triage"; id: string; change: Partial<Triage> }
  | { type: "triage loaded"; triage: Readonly<Record<string, Triage>> }
  | { type: "zone"; zone: string }
  | { type: "theme"; theme: Theme }
  | { type: "filter"; filter: Partial<Filter> }
  | { type: "move"; to: "next" | "previous" | "first" | "last" }
  | { type: "focus"; id: string }
  | { type: "open"; id: string }
  | { type: "incident"; id: string | null }
  | { type: "close" }
  | { type: "dialog"; dialog: DialogId | null }
  | { type: "notice"; text: string }
  | { type: "notice over" };

/** Where the analyst is: what "back" returns to. */
export type Place = Pick<State, "view" | "entity" | "range" | "query" | "filter" | "open">;

/** The place of a state. */
export function placeOf({ view, entity, range, query, filter, open }: State): Place {
  return { view, entity, range, query, filter, open };
}

/** The state after an action. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "engine ready":
      return { ...state, engine: "ready" };
    case "engine broken":
      return { ...state, engine: "broken", job: null, failure: action.failure };
    case "load":
      return { ...state, job: action.job, failure: null, notice: null };
    case "progress":
      return state.job ? { ...state, job: { ...state.job, progress: action.progress } } : state;
    case "loaded":
      return {
        ...state,
        job: null,
        failure: null,
        result: action.result,
        chosen: action.chosen,
        rerunning: false,
        change: null,
        view: "overview",
        entity: null,
        range: null,
        query: "",
        triage: {},
        filter: everything,
        current: action.result.report.findings[0]?.id ?? null,
        open: null,
        incident: null,
      };
    case "cancelled":
      return { ...state, job: null };
    case "failed":
      return { ...state, job: null, rerunning: false, failure: action.failure };
    case "dismiss failure":
      return { ...state, failure: null };
    case "rerun":
      return { ...state, rerunning: true };
    case "rerun cancelled":
      return { ...state, rerunning: false };
    case "rerun done":
      return rerun(
        { ...state, configuration: action.configuration ?? state.configuration },
        action.result,
        action.chosen,
        action.before ?? null,
      );
    case "change seen":
      return { ...state, change: null };
    case "configured":
      return { ...state, configuration: action.configuration };
    case "configuration refused":
      return { ...state, refused: action.refused, view: action.refused && state.result ? "detections" : state.view };
    case "rules":
      return { ...state, rules: action.rules };
    case "hashed":
      if (!state.result) return state;
      return { ...state, result: { ...state.result, report: { ...state.result.report, log: action.report.log } } };
    case "view":
      return action.view === "entity" && !state.entity ? state : { ...state, view: action.view };
    case "entity":
      return { ...state, view: "entity", entity: action.entity };
    case "entity closed":
      return { ...state, view: state.view === "entity" ? "overview" : state.view, entity: null };
    case "events":
      return { ...state, view: "events", query: action.query, range: action.range === undefined ? state.range : action.range };
    case "place":
      return refocus({ ...state, ...action.place, dialog: null });
    case "range":
      return refocus({ ...state, range: action.range });
    case "query":
      return { ...state, query: action.text };
    case "triage": {
      const was = state.triage[action.id] ?? untouched;
      return refocus({ ...state, triage: { ...state.triage, [action.id]: { ...was, ...action.change } } });
    }
    case "triage loaded":
      return refocus({ ...state, triage: action.triage });
    case "zone":
      return { ...state, zone: action.zone };
    case "theme":
      return { ...state, theme: action.theme };
    case "filter":
      return refocus({ ...state, filter: { ...state.filter, ...action.filter } });
    case "move":
      return move(state, action.to);
    case "focus":
      return { ...state, current: action.id };
    case "open":
      return { ...state, current: action.id, open: action.id };
    case "incident":
      return { ...state, incident: action.id };
    case "close":
      return { ...state, open: null };
    case "dialog":
      return { ...state, dialog: action.dialog };
    case "notice":
      return { ...state, notice: { text: action.text } };
    case "notice over":
      return { ...state, notice: null };
  }
}

function rerun(state: State, result: Result, chosen: number, before: SavedConfiguration | null): State {
  const change = { ...difference(state.result?.report.findings ?? [], result.report.findings), before };
  return refocus({ ...state, result, chosen, rerunning: false, change });
}

/** More findings than these nobody reads to see what a change did. */
const mostListed = 200;

/**
 * Findings gained and lost between two runs over one log; their ids are stable.
 * One that an allow-list sets aside is none, shown or not.
 */
export function difference(before: readonly Finding[], after: readonly Finding[]): Omit<Change, "before"> {
  const counted = (list: readonly Finding[]) => list.filter((f) => !f.suppressed);
  const without = (list: readonly Finding[], others: readonly Finding[]) => {
    const ids = new Set(counted(others).map((f) => f.id));
    return counted(list).filter((f) => !ids.has(f.id));
  };
  const came = without(after, before);
  const went = without(before, after);
  return { gained: came.length, lost: went.length, came: came.slice(0, mostListed), went: went.slice(0, mostListed) };
}

// What the keyboard is on and what is open must be in the list.
function refocus(state: State): State {
  const list = listed(state);
  const has = (id: string | null) => list.some((f) => f.id === id);
  return {
    ...state,
    current: has(state.current) ? state.current : (list[0]?.id ?? null),
    open: has(state.open) ? state.open : null,
  };
}

function move(state: State, to: "next" | "previous" | "first" | "last"): State {
  const list = listed(state);
  if (list.length === 0) return state;
  const at = list.findIndex((f) => f.id === state.current);
  const last = list.length - 1;
  const next = { next: Math.min(at + 1, last), previous: Math.max(at - 1, 0), first: 0, last }[to];
  return { ...state, current: list[next]!.id };
}
