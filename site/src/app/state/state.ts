// All that the page knows, and what it shows for it.

import type { Failure, Finding, Progress, Report, Result } from "../../engine/types";
import type { Mode, State as ShellState } from "../../shell/messages";
import { apply, everything, type Filter } from "./filter";

/** The views of an analysed log, in the order of their tabs. */
export const views = ["findings", "incidents", "detections", "log"] as const;
export type ViewId = (typeof views)[number];

/** Files being read. */
export interface Job {
  mode: Mode;
  names: readonly string[];
  total: number;
  progress: Progress | null;
}

/** What a change of parameters did to the findings. */
export interface Change {
  gained: number;
  lost: number;
}

export interface State {
  engine: "starting" | "ready" | "broken";
  job: Job | null;
  /** The last analysis that worked; it outlives a later one that failed. */
  result: Result | null;
  /** When the files or parameters of the result were chosen, in milliseconds of the page's clock. */
  chosen: number;
  failure: Failure | null;
  /** Whether the log is being analysed again with other parameters. */
  rerunning: boolean;
  change: Change | null;
  view: ViewId;
  filter: Filter;
  /** The id of the finding that the keyboard is on. */
  current: string | null;
  /** The id of the finding that is open. */
  open: string | null;
  keys: boolean;
  /** A message that passes; a new object for every message. */
  notice: { text: string } | null;
}

export const initial: State = {
  engine: "starting",
  job: null,
  result: null,
  chosen: 0,
  failure: null,
  rerunning: false,
  change: null,
  view: "findings",
  filter: everything,
  current: null,
  open: null,
  keys: false,
  notice: null,
};

export type Screen = "start" | "reading" | "failed" | "report";

/** Which screen a state is shown on. */
export function screenOf(state: State): Screen {
  if (state.job) return "reading";
  if (state.failure) return "failed";
  return state.result ? "report" : "start";
}

/** The state as the shell shows it to tests and tools. */
export function shellStateOf(state: State): ShellState {
  switch (screenOf(state)) {
    case "reading":
      return state.job?.progress?.phase ?? "reading";
    case "failed":
      return "failed";
    case "report":
      return state.rerunning ? "analyzing" : "done";
    case "start":
      return state.engine === "starting" ? "starting" : "ready";
  }
}

/** The findings that are listed. */
export function listed(state: State): Finding[] {
  return state.result ? apply(state.filter, state.result.report.findings) : [];
}

/** The detections that could not look, for the warning against false comfort. */
export function blind(report: Report): Report["detectors"] {
  return report.detectors.filter((d) => d.status === "not_evaluable");
}
