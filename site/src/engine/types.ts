// What passes between the page and the engine. The report's types are those of
// analyzer/report/report.go, key for key.

import type { ExportEngine, ExportZone, Triage } from "./export-types";
import type {
  EntityAnswer,
  EntityQuestion,
  HistogramQuestion,
  MapAnswer,
  MapQuestion,
  QueryAnswer,
  QueryField,
  QueryHistogram,
  QueryQuestion,
  QueryRefusal,
  RowsAnswer,
  RowsQuestion,
  SuggestQuestion,
  TopQuestion,
  TopValues,
  ValueCount,
} from "./query-types";

export type Severity = "info" | "low" | "medium" | "high" | "critical";

export interface Report {
  schema: string;
  tool: { version: string; rules: number };
  log: LogSummary;
  detectors: Detector[];
  findings: Finding[];
  incidents: Incident[];
  /** What is wrong with rules of the user's own; those were not run. */
  rule_errors: RuleError[];
  /** What of the configuration had no effect. */
  notes: string[];
  /** What the analyst made of findings, by their ids; of a saved report. */
  triage?: Record<string, Triage>;
  /** What of the report is shown; of a saved report that does not show all of it. */
  view?: { filter?: string; zone: ExportZone; total: number; redacted?: boolean };
}

/** One thing that is wrong with a file of rules. Its texts may be the file's. */
export interface RuleError {
  file: string;
  /** 1 is the first; 0 where the whole file is meant. */
  line: number;
  column: number;
  rule: string;
  message: string;
}

export interface LogSummary {
  records: number;
  events: number;
  duplicates: number;
  rejected: number;
  first: string;
  last: string;
  users: number;
  sessions: number;
  addresses: number;
  /** Findings that an allow-list sets aside. */
  suppressed: number;
  files: LogFile[];
  coverage: Coverage;
}

/** What the log can speak for; see analyzer/coverage. Times are UTC. */
export interface Coverage {
  span: { first: string; last: string; hours: number };
  hours: Histogram;
  gaps: Gap[];
  warnings: { code: string; text: string }[];
}

export interface Histogram {
  /** Where the first step begins, a whole hour. */
  from: string;
  step_hours: number;
  /** The number of events of each step. */
  events: number[];
  /** Events dated long before or after all others; they are in no step. */
  before: number;
  after: number;
}

/** A stretch without events that is unusual for its log. */
export interface Gap {
  from: string;
  to: string;
  hours: number;
  /** Events that would be usual for it. */
  expected: number;
  between_files: boolean;
}

export interface LogFile {
  name: string;
  format: string;
  bytes: number;
  sha256: string;
  records: number;
  events: number;
  duplicates: number;
  rejected: number;
  first: string;
  last: string;
  warnings: string[];
  /** The first of the rejected records; `rejected` counts all. */
  rejects: Reject[];
  /** Why reading stopped before the end of the file. */
  error?: string;
}

export interface Reject {
  /** 1 is the first line; absent where the form has no lines. */
  line?: number;
  offset: number;
  reason: string;
}

export interface Detector {
  id: string;
  title: string;
  family: string;
  severity: Severity;
  status: "ran" | "not_evaluable" | "disabled";
  /** Fields that no file carries, and "list …" for lists that no configuration has. */
  missing: string[];
  findings: number;
  suppressed: number;
  /** The file of a rule of the user's own. */
  rule_file?: string;
  attack: string[];
  meaning: string;
  check: string[];
  false_positives: string[];
  parameters: Parameter[];
}

export interface Parameter {
  name: string;
  title: string;
  unit?: string;
  default: number;
  min: number;
  max: number;
  integer?: boolean;
  value: number;
}

export interface Finding {
  id: string;
  detector: string;
  severity: Severity;
  title: string;
  summary: string;
  first: string;
  last: string;
  actor: { id: string; alternate_id: string; display_name: string };
  session: string;
  ips: string[];
  events: string[];
  attack: string[];
  facts: Record<string, unknown>;
  query: string;
  /** The file of the user's rule that made it. */
  rule_file?: string;
  /** The entry of an allow-list that sets it aside; such ones are there only if the configuration shows them. */
  suppressed?: { list: keyof Allow; entry: string; reason: string };
}

/** Findings that tell one story; see analyzer/incident. */
export interface Incident {
  id: string;
  title: string;
  severity: Severity;
  /** From 0 to 100, the sum of the reasons' points. */
  score: number;
  reasons: { points: number; text: string }[];
  first: string;
  last: string;
  /** The ids of its findings in the order of the story. */
  findings: string[];
  /** For each of them the time of its first unusual event, which the story goes by. */
  starts: string[];
  tactics: string[];
  attack: string[];
  accounts: { id: string; alternate_id: string; display_name: string; privileged: string }[];
  sessions: string[];
  addresses: string[];
  applications: string[];
  /** What followed from where the intruder was. */
  after: Act[];
  after_omitted: number;
  checklist: string[];
  related: string[];
}

/** What was done one or more times after entry. Every text is the log's. */
export interface Act {
  type: string;
  object: string;
  actor: string;
  address: string;
  result: string;
  first: string;
  last: string;
  events: number;
}

/** One event as the page shows it beside a finding. Every text is the log's. */
export interface EventRow {
  uuid: string;
  time: string;
  type: string;
  message: string;
  result: string;
  reason: string;
  actor: string;
  ip: string;
  country: string;
  city: string;
  agent: string;
  session: string;
  targets: string[];
}

/** The record of an event as it stands in its file. Every text is the log's. */
export interface RawRecord {
  text: string;
  /** Its names and values that are not empty; none where they cannot be told. */
  cells: { name: string; value: string }[];
}

export interface Progress {
  phase: "reading" | "analyzing";
  bytes: number;
  total: number;
  events: number;
  rejected: number;
  /** Milliseconds since the files were chosen. */
  elapsed: number;
}

/** The kinds of failure that the page has a remedy for. */
export type FailureKind =
  | "not_okta" // no file is an Okta System Log
  | "empty" // no file holds a record
  | "unreadable" // a file vanished, is a directory, or may not be read
  | "crashed" // the engine ended: a defect
  | "memory" // the engine ended: out of memory
  | "cancelled"
  | "start"; // the engine could not be started in this browser

export interface Failure {
  kind: FailureKind;
  /** What happened, with the file's name. It may hold text of the file. */
  message: string;
  /** How far the load was that failed; absent if it was no load. */
  reached?: Progress;
}

/** What an analysis can be told, in the form that the command line reads with -config. */
export interface Configuration {
  /** Values by detection and parameter; what is absent keeps its default. */
  parameters?: Record<string, Record<string, number>>;
  disabled?: string[];
  /** Those that all findings of a detection get, by its id. */
  severities?: Record<string, Severity>;
  allow?: Allow;
  working_hours?: WorkingHours;
  /** What rules ask for by name. */
  lists?: Record<string, string[]>;
  /** Whether findings that an allow-list sets aside are in the report, marked. */
  show_suppressed?: boolean;
}

/** A file of rules of the user's own. */
export interface OwnRule {
  name: string;
  text: string;
}

/** A configuration as a file holds it. */
export interface SavedConfiguration extends Configuration {
  rules?: OwnRule[];
}

/** One thing that is wrong with a text; line 0 is where it has no place. */
export interface TextFault {
  /** 1 is the first. */
  line: number;
  /** 1 is the first, in characters; absent where the line is meant. */
  column?: number;
  /** It may hold words of the text. */
  message: string;
}

/** What is wrong with a configuration, or the configuration in its shortest form. */
export interface ConfigurationCheck {
  configuration?: SavedConfiguration;
  errors: TextFault[];
}

/** What a detection cannot look without. */
export interface Need {
  /** Names of fields, of each entry one that is enough. */
  fields: string[][];
  /** Lists of the configuration that it takes. */
  lists: string[];
}

/** What a text of rules matches; the query rule:tried finds it. */
export interface Trial {
  /** The text is a filter expression, and no file of Sigma rules. */
  expression: boolean;
  /** The titles of the rules that ran. */
  rules: string[] | null;
  /** Events, and alerts of correlations. */
  matches: number;
  alerts: number;
  /** Of the first events. */
  uuids: string[];
  /** Fields that the log does not have, and "list …" for lists that no configuration has. */
  missing: string[] | null;
  errors: TextFault[];
  ms: number;
}

/** What is known to be harmless: findings about it are set aside and counted. */
export interface Allow {
  users?: AllowEntry[];
  networks?: AllowEntry[];
  user_agents?: AllowEntry[];
  applications?: AllowEntry[];
  api_tokens?: AllowEntry[];
}

export interface AllowEntry {
  value: string;
  /** Of a network: corporate, vpn or vendor. */
  label?: string;
  reason: string;
  /** A day, after which it does not count any more. */
  expires?: string;
  /** The detections that it is for; all where absent. */
  detections?: string[];
}

/** When people work: "08:00", the days by their English names, the zone as "+01:00". */
export interface WorkingHours {
  from: string;
  to: string;
  days: string[];
  zone?: string;
}

export interface Result {
  report: Report;
  /** Milliseconds from choosing the files to having the report. */
  elapsed: number;
  /** The name of the file of a saved report; there is no log behind it. */
  saved?: string;
}

/** The engine as the page sees it. Every promise rejects with a Failure. */
export interface Engine extends ExportEngine {
  /** Resolves when the engine can take files. */
  readonly ready: Promise<void>;
  /** Analyses files as one log; "add" keeps the files loaded before. */
  load(files: readonly File[], mode: "replace" | "add", onProgress: (p: Progress) => void): Promise<Result>;
  /** Ends a load; its promise rejects with kind "cancelled". What was loaded before stays. */
  cancel(): void;
  /** Analyses the loaded log again with other parameters. */
  reanalyze(parameters: Configuration): Promise<Result>;
  /** Keeps files of Sigma rules for all analyses to come; one of a known name takes that one's place. */
  rules(files: readonly File[]): Promise<void>;
  /** The user's own rules, in the order in which they came. */
  ownRules(): readonly OwnRule[];
  /** Takes these in the place of all own rules, for all analyses to come. */
  setRules(rules: readonly OwnRule[]): void;
  /** Takes a configuration for the logs that are loaded next. */
  configure(parameters: Configuration): void;
  /** What each detection needs, by its id. */
  needs(): Promise<Record<string, Need>>;
  /** Runs a text of rules over the loaded log and makes no findings. A file of the same name is not there meanwhile. */
  try(rule: OwnRule): Promise<Trial>;
  /** Reads a text as the command line does with -config; no log need be loaded. */
  check(configuration: string): Promise<ConfigurationCheck>;
  /** The events of the given uuids, in their order; unknown ones are left out. */
  events(uuids: readonly string[]): Promise<EventRow[]>;
  /** The record of an event as it stands in its file. */
  raw(uuid: string): Promise<RawRecord>;
  /**
   * Finds events and keeps them as the current result, which the questions
   * below are about; every event is, until the first query and after each
   * analysis.
   */
  query(question: QueryQuestion): Promise<QueryAnswer | QueryRefusal>;
  rows(question: RowsQuestion): Promise<RowsAnswer>;
  histogram(question: HistogramQuestion): Promise<QueryHistogram>;
  /** The values of fields that most events have. */
  top(question: TopQuestion): Promise<TopValues[]>;
  /** The place of an event in the current result, or -1. */
  position(question: { uuid: string }): Promise<{ index: number }>;
  /** A user by id or name, a session, an address, an application by name or id. */
  entity(question: EntityQuestion): Promise<EntityAnswer | QueryRefusal>;
  /** The fields that the log has values of. */
  fields(): Promise<QueryField[]>;
  /** Values of a field that begin with a text, the most frequent first. */
  suggest(question: SuggestQuestion): Promise<ValueCount[]>;
  /** Where events were, and how people moved between the places. */
  map(question: MapQuestion): Promise<MapAnswer | QueryRefusal>;
  /** Resolves when the hashes of the files are known, which takes longer than the analysis. */
  hashed(): Promise<void>;
  /** Is called with the report each time the hash of a file became known. */
  onHash: (report: Report) => void;
}
