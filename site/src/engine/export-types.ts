// What passes between the page and the engine about exports; see
// analyzer/export/export.go. Zones and triage are those of analyzer/report.

import type { Report } from "./types";

/** The forms of a report. */
export type ExportForm = "text" | "json" | "csv" | "markdown" | "html" | "timesketch" | "jsonl" | "indicators" | "navigator";

/** The forms of events. */
export type EventForm = "csv" | "jsonl" | "timesketch";

/** What a file of a form is called and is. Text is UTF-8 in all of them. */
export const exportFiles: Record<ExportForm, { extension: string; type: string }> = {
  text: { extension: "txt", type: "text/plain" },
  json: { extension: "json", type: "application/json" },
  csv: { extension: "csv", type: "text/csv" },
  markdown: { extension: "md", type: "text/markdown" },
  html: { extension: "html", type: "text/html" },
  timesketch: { extension: "timesketch.csv", type: "text/csv" },
  jsonl: { extension: "jsonl", type: "application/jsonl" },
  indicators: { extension: "indicators.csv", type: "text/csv" },
  navigator: { extension: "navigator.json", type: "application/json" },
};

export type TriageStatus = "open" | "confirmed" | "false_positive" | "ignored";

/** What the analyst made of a finding. */
export interface Triage {
  status: TriageStatus;
  note?: string;
  star?: boolean;
}

/** The time zone of times for people, over the span of the log. */
export interface ExportZone {
  /** "Europe/Vienna", "UTC" */
  name: string;
  /**
   * From a moment in milliseconds UTC on, the minutes that clocks are ahead of
   * UTC; in order of time. The first counts for the time before it, too. Empty
   * is UTC.
   */
  offsets: [fromMs: number, minutes: number][];
}

/** Asks for pseudonyms. */
export interface Redaction {
  /** The keys of the fields to show as they are; null allows those that are by default. */
  allow: string[] | null;
}

export interface ExportRequest {
  form: ExportForm;
  /** The ids of the findings to show; absent shows all. */
  only?: string[];
  /** By the id of the finding. Absent leaves the triage of a saved report. */
  triage?: Record<string, Triage>;
  zone?: ExportZone;
  /** What the findings were chosen by, in words. */
  filter?: string;
  /** null leaves everything as it is. */
  redact: Redaction | null;
}

export interface EventsExportRequest {
  form: EventForm;
  /** The keys of the fields; null asks for all that the log has. */
  fields: string[] | null;
  redact: Redaction | null;
}

/** What stands for a value, for the analyst who is about to export. */
export interface RedactPair {
  value: string;
  pseudonym: string;
  /** Fields of events that hold it. */
  occurrences: number;
}

export interface RedactPreview {
  /** The values that stand in the log most often. */
  pairs: RedactPair[];
  /** Of all values. */
  total: number;
}

/** A field that can be shown as it is. */
export interface RedactField {
  /** "actor.alternateId" */
  key: string;
  /** Its name in the console's CSV; "" where that has none. */
  column: string;
  /** It is shown unless the analyst says otherwise. */
  default: boolean;
  /** A file of the log has it. */
  carried: boolean;
}

/** What the engine can do about exports. Every promise rejects with a Failure. */
export interface ExportEngine {
  /**
   * The report in a form, as the command line writes it. Forms that name the
   * hashes of the files wait for them.
   */
  export(request: ExportRequest): Promise<Blob>;
  /**
   * The events of the current result of the query, made in parts. What onPart
   * throws ends it and is what the promise rejects with.
   */
  exportEvents(request: EventsExportRequest, onPart?: (done: number, parts: number) => void): Promise<Blob>;
  redactPreview(allow: string[] | null, limit: number): Promise<RedactPreview>;
  redactFields(): Promise<RedactField[]>;
  /**
   * Opens a report that was saved as JSON in the place of the log. Whatever
   * needs events is refused from then on; rejects where the file is no report,
   * and what was open stays.
   */
  openReport(file: File): Promise<Report>;
}
