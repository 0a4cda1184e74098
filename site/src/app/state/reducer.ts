import type { Failure, Finding, Progress, Report, Result } from "../../engine/types";
import { everything, type Filter } from "./filter";
import { listed, type Change, type Job, type State, type ViewId } from "./state";

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
  | { type: "rerun done"; result: Result; chosen: number }
  | { type: "rerun cancelled" }
  | { type: "hashed"; report: Report }
  | { type: "view"; view: ViewId }
  | { type: "filter"; filter: Partial<Filter> }
  | { type: "move"; to: "next" | "previous" | "first" | "last" }
  | { type: "focus"; id: string }
  | { type: "open"; id: string }
  | { type: "close" }
  | { type: "keys"; shown: boolean }
  | { type: "notice"; text: string }
  | { type: "notice over" };

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
        view: "findings",
        filter: everything,
        current: action.result.report.findings[0]?.id ?? null,
        open: null,
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
      return rerun(state, action.result, action.chosen);
    case "hashed":
      if (!state.result) return state;
      return { ...state, result: { ...state.result, report: { ...state.result.report, log: action.report.log } } };
    case "view":
      return { ...state, view: action.view };
    case "filter":
      return refocus({ ...state, filter: { ...state.filter, ...action.filter } });
    case "move":
      return move(state, action.to);
    case "focus":
      return { ...state, current: action.id };
    case "open":
      return { ...state, current: action.id, open: action.id };
    case "close":
      return { ...state, open: null };
    case "keys":
      return { ...state, keys: action.shown };
    case "notice":
      return { ...state, notice: { text: action.text } };
    case "notice over":
      return { ...state, notice: null };
  }
}

function rerun(state: State, result: Result, chosen: number): State {
  const change = difference(state.result?.report.findings ?? [], result.report.findings);
  return refocus({ ...state, result, chosen, rerunning: false, change });
}

/** Findings gained and lost between two runs over one log; their ids are stable. */
export function difference(before: readonly Finding[], after: readonly Finding[]): Change {
  const had = new Set(before.map((f) => f.id));
  const has = new Set(after.map((f) => f.id));
  return {
    gained: after.filter((f) => !had.has(f.id)).length,
    lost: before.filter((f) => !has.has(f.id)).length,
  };
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
