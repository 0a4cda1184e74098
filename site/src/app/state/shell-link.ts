import type { Result } from "../../engine/types";
import { sendState } from "../../shell/frame";
import { shellStateOf } from "./state";
import type { Store } from "./store";

/**
 * Tells the shell what the page is doing. Call it once the application takes
 * files: its first message is what the shell waits for.
 */
export function linkShell(store: Store): void {
  let last = "";
  let engine = false;
  let told: Result | null = null;
  let ms = 0;
  const tell = () => {
    const { state } = store;
    const { result } = state;
    const name = shellStateOf(state);
    const started = state.engine === "ready" && !engine;
    engine ||= started;
    if (name === "done" && result && result !== told) {
      // Another analysis is news, although the state's name may be the same.
      last = name;
      told = result;
      void painted().then(() => {
        ms = performance.now() - state.chosen;
        if (store.state.result !== result || shellStateOf(store.state) !== "done") return;
        sendState("done", { ms, findings: result.report.findings.length, engine });
      });
    } else if (name !== last || started) {
      last = name;
      sendState(name, name === "done" && told ? { ms, findings: told.report.findings.length, engine } : { engine });
    }
  };
  store.subscribe(tell);
  tell();
}

// A hidden tab paints no frame and must not be waited for.
const patience = 250;

/** Settles when what was rendered is on screen. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience);
    requestAnimationFrame(() =>
      // A task after the frame's callbacks runs when the frame has been drawn.
      setTimeout(() => {
        clearTimeout(timer);
        resolve();
      }),
    );
  });
}
