// All that the page knows, and what it shows for it.

import type { Configuration, Failure, Finding, OwnRule, Progress, Report, Result, SavedConfiguration, TextFault } from "../../engine/types";
import type { Mode, State as ShellState } from "../../shell/messages";
import { apply, everything, type Context, type Filter } from "./filter";
import type { Range, Triage } from "./triage";

export type { Range, Triage } from "./triage";

/** The views of an analysed log that are always there, in the order of their tabs. */
export const tabs = ["overview", "incidents", "findings", "events", "map", "detections", "log"] as const;
export type TabId = (typeof tabs)[number];

/** Every view; "entity" shows one user, session, address or application. */
export const views = [...tabs, "entity"] as const;
export type ViewId = (typeof views)[number];

/** Something that events have in common, with a page of its own. */
export interface Entity {
  kind: EntityKind;
  /** What stands for it in the log: a user's id, a session's id, an address, an application's id. */
  id: string;
}
export const entityKinds = ["user", "session", "address", "application"] as const;
export type EntityKind = (typeof entityKinds)[number];

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** What lies over the page and has to be closed before anything else. */
export type DialogId = "keys" | "palette" | "export" | "verify";

/** Files being read. */
export interface Job {
  mode: Mode;
  names: readonly string[];
  total: number;
  progress: Progress | null;
}

/** What a change of the configuration did to the findings. */
export interface Change {
  gained: number;
  lost: number;
  /** The first of those that came and of those that went, in the order of their reports. */
  came: readonly Finding[];
  went: readonly Finding[];
  /** What was in force before, to go back to; null where that is not known. */
  before: SavedConfiguration | null;
}

/** A file that should be a configuration and is none that can be used. */
export interface Refused {
  name: string;
  errors: readonly TextFault[];
}

export interface State {
  engine: "starting" | "ready" | "broken";
  job: Job | null;
  /** The last analysis that worked; it outlives a later one that failed. */
  result: Result | null;
  /** When the files or parameters of the result were chosen, in milliseconds of the page's clock. */
  chosen: number;
  /** What the result was analysed with, its thresholds aside: those the report has. */
  configuration: Configuration;
  /** The user's own rules, those included that the next analysis takes first. */
  rules: readonly OwnRule[];
  refused: Refused | null;
  failure: Failure | null;
  /** Whether the log is being analysed again with other parameters. */
  rerunning: boolean;
  change: Change | null;
  view: ViewId;
  /** What the entity view shows; it stays when another view is on screen. */
  entity: Entity | null;
  /** The stretch that every view is narrowed to; null is the whole log. */
  range: Range | null;
  /** The query of the event table; see lib/query-text.ts. */
  query: string;
  /** By the ids of findings; what is absent is untouched. */
  triage: Readonly<Record<string, Triage>>;
  filter: Filter;
  /** The id of the finding that the keyboard is on. */
  current: string | null;
  /** The id of the finding that is open. */
  open: string | null;
  /** The id of the incident that is open; null is the first. */
  incident: string | null;
  dialog: DialogId | null;
  /** The time zone that times are shown in; its IANA name, or "UTC". */
  zone: string;
  theme: Theme;
  /** A message that passes; a new object for every message. */
  notice: { text: string } | null;
}

export const initial: State = {
  engine: "starting",
  job: null,
  result: null,
  chosen: 0,
  configuration: {},
  rules: [],
  refused: null,
  failure: null,
  rerunning: false,
  change: null,
  view: "overview",
  entity: null,
  range: null,
  query: "",
  triage: {},
  filter: everything,
  current: null,
  open: null,
  incident: null,
  dialog: null,
  zone: "UTC",
  theme: "system",
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
      return "ready"; // files are taken while the engine starts
  }
}

/** The findings that are listed. */
export function listed(state: State): Finding[] {
  return state.result ? apply(state.filter, state.result.report.findings, contextOf(state)) : [];
}

/** What the filter needs to know of a state beside the findings. */
export function contextOf({ range, triage, result }: Pick<State, "range" | "triage" | "result">): Context {
  return { range, triage, families: result ? familiesOf(result.report) : new Map() };
}

const families = new WeakMap<Report, Map<string, string>>();

/** The family of each detection of a report, by its id. */
export function familiesOf(report: Report): ReadonlyMap<string, string> {
  let map = families.get(report);
  if (!map) families.set(report, (map = new Map(report.detectors.map((d) => [d.id, d.family]))));
  return map;
}

/** The detections that could not look, for the warning against false comfort. */
export function blind(report: Report): Report["detectors"] {
  return report.detectors.filter((d) => d.status === "not_evaluable");
}
