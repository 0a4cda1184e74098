import type { Finding } from "../../engine/types";
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
  // By the findings: the hash of a file makes another result of the same ones.
  let told: readonly Finding[] | null = null;
  let ms = 0;
  const tell = () => {
    const { state } = store;
    const findings = state.result?.report.findings;
    const name = shellStateOf(state);
    const started = state.engine === "ready" && !engine;
    engine ||= started;
    if (name === "done" && findings && findings !== told) {
      // Another analysis is news, although the state's name may be the same.
      last = name;
      told = findings;
      void painted().then(() => {
        ms = performance.now() - state.chosen;
        if (store.state.result?.report.findings !== findings || shellStateOf(store.state) !== "done") return;
        sendState("done", { ms, findings: findings.length, engine });
      });
    } else if (name !== last || started) {
      last = name;
      sendState(name, name === "done" && told ? { ms, findings: told.length, engine } : { engine });
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
