// What passes between the shell (the outer document) and the frame (the
// sandboxed application). The frame has an opaque origin, so both sides know
// each other by window, never by origin.

/** What the page is doing; `document.documentElement.dataset.state` of the shell. */
export type State = "starting" | "ready" | "reading" | "analyzing" | "done" | "failed";

/** Whether files start a new log or are added to the one loaded. */
export type Mode = "replace" | "add";

/** Frame to shell: the page's state changed. */
export interface StateMessage {
  type: "state";
  state: State;
  /** Milliseconds from choosing the files to having the findings on screen. */
  ms?: number;
  /** Findings on screen before any filter. */
  findings?: number;
  /** Whether the engine runs; files are taken before. */
  engine?: boolean;
}

/**
 * Frame to shell: open the file picker. Send it from a click or a key press:
 * the browser opens a picker only for somebody who just acted.
 */
export interface PickMessage {
  type: "pick";
  mode: Mode;
}

/**
 * Frame to shell: the analyst went somewhere else on the page. The shell makes
 * an entry of the browser's history of it, or renames the present one.
 */
export interface PlaceMessage {
  type: "place";
  /** The number of the place, for [GoMessage]. */
  place: number;
  /** The name of the view, which becomes the address's fragment. It is never data. */
  view: string;
  push: boolean;
}

/** Frame to shell: go back by one step, as the browser's button does, but never out of the page. */
export interface BackMessage {
  type: "back";
}

/** The colours that the analyst chose. */
export type Theme = "system" | "light" | "dark";

/** Frame to shell: other colours were chosen; the shell's ground is seen before the frame has painted. */
export interface ThemeMessage {
  type: "theme";
  theme: Theme;
}

/** Frame to shell: print the page, the frame being so high on paper. */
export interface PrintMessage {
  type: "print";
  /** In px, at the width of the paper. */
  height: number;
}

/** Shell to frame: the page was printed, or not after all. */
export interface PrintedMessage {
  type: "printed";
}

/** Shell to frame: the browser went back or forth, or was opened at a view. */
export interface GoMessage {
  type: "go";
  /** As a PlaceMessage said; -1 where only the view is known. */
  place: number;
  view: string;
}

/** Shell to frame: files were chosen, or dropped on the shell. */
export interface FilesMessage {
  type: "files";
  files: File[];
  mode: Mode;
  /** Names of dropped folders, which are not read. */
  folders?: string[];
}

export type FrameMessage = StateMessage | PickMessage | PlaceMessage | BackMessage | ThemeMessage | PrintMessage;

/** The height in px that is printed at most: some hundred pages. */
const mostPaper = 200_000;

const themes: readonly Theme[] = ["system", "light", "dark"];
const states: readonly State[] = ["starting", "ready", "reading", "analyzing", "done", "failed"];

/** What may stand in the address: a name of ours, not text of a log. */
export const viewName = /^[a-z]{1,20}$/;

function isCount(value: unknown): boolean {
  return value === undefined || (typeof value === "number" && Number.isFinite(value) && value >= 0);
}

function fields(data: unknown): Record<string, unknown> | undefined {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : undefined;
}

/** The message of a frame, or undefined for anything of another shape. */
export function frameMessage(data: unknown): FrameMessage | undefined {
  const message = fields(data);
  if (message?.type === "pick" && (message.mode === "replace" || message.mode === "add")) {
    return { type: "pick", mode: message.mode };
  }
  if (message?.type === "print" && Number.isSafeInteger(message.height) && (message.height as number) > 0) {
    return { type: "print", height: Math.min(message.height as number, mostPaper) };
  }
  if (message?.type === "back") return { type: "back" };
  if (message?.type === "theme" && themes.includes(message.theme as Theme)) return { type: "theme", theme: message.theme as Theme };
  if (
    message?.type === "place" &&
    Number.isSafeInteger(message.place) &&
    typeof message.view === "string" &&
    viewName.test(message.view) &&
    typeof message.push === "boolean"
  ) {
    return message as unknown as PlaceMessage;
  }
  if (
    message?.type === "state" &&
    states.includes(message.state as State) &&
    isCount(message.ms) &&
    isCount(message.findings) &&
    (message.engine === undefined || typeof message.engine === "boolean")
  ) {
    return message as unknown as StateMessage;
  }
  return undefined;
}

/** The message of the shell, or undefined for anything of another shape. */
export function filesMessage(data: unknown): FilesMessage | undefined {
  const message = fields(data);
  const ok =
    message?.type === "files" &&
    (message.mode === "replace" || message.mode === "add") &&
    Array.isArray(message.files) &&
    message.files.every((file) => file instanceof File);
  return ok ? (message as unknown as FilesMessage) : undefined;
}

/** The message of the shell that the browser went back or forth, or undefined for anything of another shape. */
export function goMessage(data: unknown): GoMessage | undefined {
  const message = fields(data);
  const ok =
    message?.type === "go" &&
    Number.isSafeInteger(message.place) &&
    typeof message.view === "string" &&
    viewName.test(message.view);
  return ok ? (message as unknown as GoMessage) : undefined;
}

/** Whether a message of the shell says that the page was printed. */
export function isPrinted(data: unknown): data is PrintedMessage {
  return fields(data)?.type === "printed";
}
