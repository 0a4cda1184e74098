// What can be saved, and in which forms.

import { exportFiles, type EventForm, type ExportForm } from "../../engine/export-types";
import { exportName } from "../lib/time";

/** What is exported: the findings that are listed, all of them, or events. */
export type Scope = "shown" | "all" | "events";

export interface Choice<Form extends string> {
  form: Form;
  title: string;
  /** What it is for. */
  hint: string;
  /** It names the hashes of the files, and waits for them. */
  hashes?: boolean;
}

/** The forms of findings; the text for a terminal is left to the command line. */
export const findingForms: readonly Choice<ExportForm>[] = [
  { form: "csv", title: "CSV", hint: "One line a finding, safe to open in a spreadsheet" },
  { form: "jsonl", title: "JSON Lines", hint: "One object a line, for a log lake or a script" },
  { form: "json", title: "Report (JSON)", hint: "Everything with the triage; this page opens it again", hashes: true },
  { form: "markdown", title: "Markdown", hint: "The report to hand over, for a ticket or a wiki", hashes: true },
  { form: "html", title: "Printable HTML", hint: "The report as one page with pictures, without scripts", hashes: true },
  { form: "timesketch", title: "Timesketch CSV", hint: "Findings and their events as a timeline to import" },
  { form: "navigator", title: "ATT&CK Navigator layer", hint: "The techniques found, coloured by severity" },
  { form: "indicators", title: "Indicators", hint: "Addresses, agents, devices and sessions to look for elsewhere" },
];

/** The forms of events. */
export const eventForms: readonly Choice<EventForm>[] = [
  { form: "csv", title: "CSV", hint: "As the console exports it, safe to open in a spreadsheet" },
  { form: "jsonl", title: "JSON Lines", hint: "One event a line, in the shape of the System Log API" },
  { form: "timesketch", title: "Timesketch CSV", hint: "A timeline to import" },
];

/** How a form is called on the button: "Save 90 findings as CSV". */
export function saveLabel(what: string, title: string): string {
  return `Save ${what} as ${title}`;
}

/** The name and the type of an exported file; first and last are those of the log. */
export function fileOf(scope: Scope, form: ExportForm, redacted: boolean, first: string, last: string): { name: string; type: string } {
  const { extension, type } = exportFiles[form];
  const marks = [...(scope === "events" ? ["events"] : []), ...(redacted ? ["redacted"] : []), extension];
  return { name: exportName(first, last, marks.join(".")), type: `${type};charset=utf-8` };
}
