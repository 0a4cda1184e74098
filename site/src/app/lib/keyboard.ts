// The keys of the page: one table that the handler and the key sheet share.

export type Command =
  | "next"
  | "previous"
  | "first"
  | "last"
  | "open"
  | "close"
  | "copy"
  | "search"
  | "star"
  | "pick"
  | "add"
  | "view 1"
  | "view 2"
  | "view 3"
  | "view 4"
  | "view 5"
  | "view 6"
  | "view 7"
  | "zone"
  | "palette"
  | "export"
  | "keys";

export interface Binding {
  command: Command;
  /** KeyboardEvent.key values. */
  keys: readonly string[];
  /** The keys as the sheet shows them. */
  shown: readonly string[];
  title: string;
  /** The keys also mean something to controls and scrolling: they count only in the list. */
  inList?: boolean;
}

export const bindings: readonly Binding[] = [
  { command: "next", keys: ["j"], shown: ["j", "↓"], title: "Next finding" },
  { command: "previous", keys: ["k"], shown: ["k", "↑"], title: "Previous finding" },
  { command: "next", keys: ["ArrowDown"], shown: [], title: "", inList: true },
  { command: "previous", keys: ["ArrowUp"], shown: [], title: "", inList: true },
  { command: "first", keys: ["Home"], shown: ["Home"], title: "First finding", inList: true },
  { command: "last", keys: ["End"], shown: ["End"], title: "Last finding", inList: true },
  { command: "open", keys: ["Enter"], shown: ["Enter"], title: "Open the finding", inList: true },
  { command: "close", keys: ["Escape"], shown: ["Esc"], title: "Close what is open, or go back" },
  { command: "copy", keys: ["c"], shown: ["c"], title: "Copy the finding's Okta query" },
  { command: "star", keys: ["s"], shown: ["s"], title: "Star the finding" },
  { command: "search", keys: ["/"], shown: ["/"], title: "Filter by text" },
  { command: "view 1", keys: ["1"], shown: ["1"], title: "Overview" },
  { command: "view 2", keys: ["2"], shown: ["2"], title: "Incidents" },
  { command: "view 3", keys: ["3"], shown: ["3"], title: "Findings" },
  { command: "view 4", keys: ["4"], shown: ["4"], title: "Events" },
  { command: "view 5", keys: ["5"], shown: ["5"], title: "Map" },
  { command: "view 6", keys: ["6"], shown: ["6"], title: "Detections and settings" },
  { command: "view 7", keys: ["7"], shown: ["7"], title: "Log: files and rejected records" },
  { command: "pick", keys: ["o"], shown: ["o"], title: "Open files" },
  { command: "add", keys: ["a"], shown: ["a"], title: "Add files to the log" },
  { command: "export", keys: ["e"], shown: ["e"], title: "Export" },
  { command: "zone", keys: ["z"], shown: ["z"], title: "Times in UTC or in this computer's zone" },
  { command: "palette", keys: [":"], shown: [":"], title: "Commands" },
  { command: "keys", keys: ["?"], shown: ["?"], title: "Show these keys" },
];

/** A key press, as far as commands depend on it. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** What has the focus takes text. */
  typing: boolean;
  /** The focus is in the list of findings. */
  inList: boolean;
}

/** The command of a key press, if it is one. */
export function commandOf(press: Press): Command | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  if (press.typing && press.key !== "Escape") return undefined;
  return bindings.find((b) => b.keys.includes(press.key) && (press.inList || !b.inList))?.command;
}

const textless = new Set(["button", "checkbox", "file", "radio", "range", "reset", "submit"]);

/** Whether keys pressed on an element are typed into it. */
export function takesText(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !textless.has(element.type);
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}
