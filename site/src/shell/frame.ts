// The frame's end of the messages with the shell.

import { filesMessage, goMessage, isPrinted, type FilesMessage, type GoMessage, type Mode, type State, type Theme } from "./messages";

/**
 * Takes the files that the shell hands over. Call it before the first
 * sendState: that is when the shell hands over what was chosen meanwhile.
 */
export function onFiles(take: (message: FilesMessage) => void): void {
  addEventListener("message", (event) => {
    if (event.source !== window.parent) return;
    const message = filesMessage(event.data);
    if (message) take(message);
  });
}

/** Shows the page's state on the shell's root element. */
export function sendState(state: State, figures: { ms?: number; findings?: number; engine?: boolean } = {}): void {
  window.parent.postMessage({ type: "state", state, ...figures }, "*");
}

/** Opens the file picker. Call it inside a click or key event. */
export function pick(mode: Mode): void {
  window.parent.postMessage({ type: "pick", mode }, "*");
}

/** Makes the place that the page is at known to the browser's history. */
export function sendPlace(place: number, view: string, push: boolean): void {
  window.parent.postMessage({ type: "place", place, view, push }, "*");
}

/** Goes back by one step, if there is one on this page. */
export function sendBack(): void {
  window.parent.postMessage({ type: "back" }, "*");
}

/** Gives the shell the colours that the analyst chose. */
export function sendTheme(theme: Theme): void {
  window.parent.postMessage({ type: "theme", theme }, "*");
}

/** Has the page printed, so high as it is on paper in px; settles when that is over. */
export function sendPrint(height: number): Promise<void> {
  return new Promise((resolve) => {
    const over = (event: MessageEvent) => {
      if (event.source !== window.parent || !isPrinted(event.data)) return;
      removeEventListener("message", over);
      resolve();
    };
    addEventListener("message", over);
    window.parent.postMessage({ type: "print", height }, "*");
  });
}

/** Is told when the browser goes back or forth. */
export function onGo(go: (message: GoMessage) => void): void {
  addEventListener("message", (event) => {
    if (event.source !== window.parent) return;
    const message = goMessage(event.data);
    if (message) go(message);
  });
}
