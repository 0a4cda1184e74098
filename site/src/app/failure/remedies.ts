import type { FailureKind } from "../../engine/types";

export interface Remedy {
  title: string;
  /** What it means, when the engine's message does not say it all. */
  meaning: string;
  /** What to do, most promising first. */
  steps: readonly string[];
  /** A command to copy. */
  command?: string;
}

// The command never holds the file's name: a name can be made to do something
// in a shell.
const command = "okta-session-analyzer syslog_query.csv";

/** What is said of each kind of failure that is shown. */
export const remedies: Record<Exclude<FailureKind, "cancelled">, Remedy> = {
  not_okta: {
    title: "This is not an Okta System Log",
    meaning:
      "Expected is the CSV of Reports › System Log › Download CSV, or the JSON of the System Log API. The first line of the CSV names its columns and begins with severity,event_type,display_message,uuid; columns are found by name, in any order, and timestamp and event_type have to be among them. An event in JSON has eventType, published, uuid and actor; it may be wrapped by EventBridge, an event hook, Splunk, Elastic or Panther. Both are read out of gzip and zip as well.",
    steps: [
      "Export the System Log from the Admin Console and open that file.",
      "From Splunk export the raw events (_raw), from Elastic the whole documents. Microsoft Sentinel's table has lost half of each event and cannot be read.",
      "Other reports of Okta (users, usage, event types) and what its command line prints (okta logs) are no System Log.",
      "If a spreadsheet saved the file, use the original download or save it as CSV: workbooks (.xlsx) are not read.",
    ],
  },
  empty: {
    title: "There is no event in it",
    meaning: "The file was read to its end and holds no record that is an event.",
    steps: [
      "Check the range in Reports › System Log: Okta keeps 90 days, and the page starts with the last seven.",
      "Clear the search on that page: only what it shows is exported.",
      "If the download was interrupted, download the file again.",
    ],
  },
  unreadable: {
    title: "The file could not be read",
    meaning: "",
    steps: [
      "It may have been moved, changed or still be downloading: wait and choose it again.",
      "Copy it from a network drive to a local disk first.",
      "A compressed file may be damaged or cut off: download it again. Files of Zstandard, encrypted archives and archives in archives have to be unpacked first.",
      "A folder cannot be opened: choose the files inside it.",
    ],
  },
  crashed: {
    title: "The analysis stopped because of a defect in this program",
    meaning: "The log is not to blame, whatever it holds. Nothing was sent anywhere.",
    steps: [
      "Open the file again: a new engine is started for it.",
      "If it stops again, analyse the file with the command line.",
      "Report the message above to the project; read it first, it can hold text of your log.",
    ],
    command,
  },
  memory: {
    title: "The log needs more memory than the browser gives to a page",
    meaning: "",
    steps: [
      "Split the export into shorter ranges and analyse them one after the other.",
      "Or analyse the file with the command line, which may use all of the machine's memory:",
    ],
    command,
  },
  start: {
    title: "The engine could not be started in this browser",
    meaning: "It is a WebAssembly program inside this page.",
    steps: [
      "Use a current version of Chrome, Edge, Firefox or Safari.",
      "Allow WebAssembly for this page: lockdown modes and some enhanced security settings switch it off.",
      "Or use the command line:",
    ],
    command,
  },
};
