// What passes between the page and the engine. The report's types are those of
// analyzer/report/report.go, key for key.

export type Severity = "info" | "low" | "medium" | "high" | "critical";

export interface Report {
  schema: string;
  tool: { version: string; rules: number };
  log: LogSummary;
  detectors: Detector[];
  findings: Finding[];
  incidents: Incident[];
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
  files: LogFile[];
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
  /** Fields that the detection needs and no file carries. */
  missing: string[];
  findings: number;
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
}

export interface Incident {
  id: string;
  findings: string[];
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
}

export interface Parameters {
  /** Values by detection and parameter; what is absent keeps its default. */
  parameters?: Record<string, Record<string, number>>;
  disabled?: string[];
}

export interface Result {
  report: Report;
  /** Milliseconds from choosing the files to having the report. */
  elapsed: number;
}

/** The engine as the page sees it. Every promise rejects with a Failure. */
export interface Engine {
  /** Resolves when the engine can take files. */
  readonly ready: Promise<void>;
  /** Analyses files as one log; "add" keeps the files loaded before. */
  load(files: readonly File[], mode: "replace" | "add", onProgress: (p: Progress) => void): Promise<Result>;
  /** Ends a load; its promise rejects with kind "cancelled". What was loaded before stays. */
  cancel(): void;
  /** Analyses the loaded log again with other parameters. */
  reanalyze(parameters: Parameters): Promise<Result>;
  /** The events of the given uuids, in their order; unknown ones are left out. */
  events(uuids: readonly string[]): Promise<EventRow[]>;
  /** The record of an event as it stands in its file. */
  raw(uuid: string): Promise<string>;
  /**
   * The report exactly as the command line prints it with -format json. It
   * waits for the hashes of the files, which take longer than the analysis.
   */
  json(): Promise<string>;
  /** Is called with the report each time the hash of a file became known. */
  onHash: (report: Report) => void;
  /** The findings as CSV, safe to open in a spreadsheet. */
  csv(): Promise<string>;
}
