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
}

/**
 * Frame to shell: open the file picker. Send it from a click or a key press:
 * the browser opens a picker only for somebody who just acted.
 */
export interface PickMessage {
  type: "pick";
  mode: Mode;
}

/** Shell to frame: files were chosen, or dropped on the shell. */
export interface FilesMessage {
  type: "files";
  files: File[];
  mode: Mode;
  /** Names of dropped folders, which are not read. */
  folders?: string[];
}

export type FrameMessage = StateMessage | PickMessage;

const states: readonly State[] = ["starting", "ready", "reading", "analyzing", "done", "failed"];

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
  if (
    message?.type === "state" &&
    states.includes(message.state as State) &&
    isCount(message.ms) &&
    isCount(message.findings)
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
