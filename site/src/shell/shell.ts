// The outer document's script. The application runs in a sandboxed frame that
// cannot navigate; the shell keeps what has to be outside of it: the file
// picker of the page's fixed interface, the page's state for tests and tools,
// and a message when the application does not start.

import { onDrop, type Dropped } from "./drop";
import { enter, goBack, namedView, onTravel } from "./history";
import { frameMessage, type FilesMessage, type GoMessage, type Mode, type StateMessage } from "./messages";
import { missing } from "./support";

/** Long enough for a slow disk and a slow machine; the message goes away if the page starts after all. */
const patienceMs = 20_000;

const root = document.documentElement;
const input = document.getElementById("file") as HTMLInputElement;
const notice = document.getElementById("notice") as HTMLElement;

// The frame comes after this script, so that nothing it says is missed.
function frame(): HTMLIFrameElement {
  return document.getElementById("frame") as HTMLIFrameElement;
}

let mode: Mode = "replace";
let listening = false;
const waiting: (FilesMessage | GoMessage)[] = [];

function say(text: string): void {
  notice.textContent = text;
  notice.hidden = text === "";
}

function send(message: FilesMessage | GoMessage): void {
  if (listening) frame().contentWindow?.postMessage(message, "*");
  else waiting.push(message);
}

function hand(files: File[], as: Mode, folders: string[] = []): void {
  if (files.length === 0 && folders.length === 0) return;
  send({ type: "files", files, mode: as, folders });
}

function show({ state, ms, findings, engine }: StateMessage): void {
  if (!listening) {
    listening = true;
    say("");
    for (const message of waiting.splice(0)) frame().contentWindow?.postMessage(message, "*");
  }
  if (ms === undefined) delete root.dataset.ms;
  else root.dataset.ms = String(Math.round(ms));
  if (findings === undefined) delete root.dataset.findings;
  else root.dataset.findings = String(findings);
  if (engine) root.dataset.engine = "ready";
  // Last: whoever waits for the state reads the figures next.
  root.dataset.state = state;
}

// The browser prints of a frame what its window shows: it is made as high as
// all that is in it. Only the outer document may open the dialog.
function printed(height: number): void {
  root.style.setProperty("--paper", `${height}px`);
  root.dataset.paper = "";
  try {
    print();
  } finally {
    delete root.dataset.paper;
    frame().contentWindow?.postMessage({ type: "printed" }, "*");
  }
}

function start(): void {
  addEventListener("message", (event) => {
    if (event.source !== frame().contentWindow) return;
    const message = frameMessage(event.data);
    if (message?.type === "state") show(message);
    if (message?.type === "place") enter(message);
    if (message?.type === "back") goBack();
    if (message?.type === "print") printed(message.height);
    if (message?.type === "theme") root.dataset.theme = message.theme;
    if (message?.type === "pick") {
      mode = message.mode;
      input.click();
    }
  });

  input.addEventListener("change", () => {
    hand(Array.from(input.files ?? []), mode);
    mode = "replace";
    // Without it, choosing the same file again is no change and does nothing.
    input.value = "";
  });
  input.addEventListener("cancel", () => {
    mode = "replace";
  });

  onDrop(({ files, folders }: Dropped) => hand(files, "replace", folders));

  onTravel(send);
  const view = namedView(location.hash);
  if (view !== "") send({ type: "go", place: -1, view });

  // The keyboard belongs to the application from the start.
  addEventListener("load", () => frame().focus());

  setTimeout(() => {
    if (!listening) {
      root.dataset.state = "failed";
      say(
        "The page did not start. Reload it; if that does not help, open it in a current Firefox, Chrome, Edge or Safari, " +
          "without extensions that change pages.",
      );
    }
  }, patienceMs);
}

const lacks = missing(globalThis);
if (lacks.length > 0) {
  root.dataset.state = "failed";
  root.classList.add("unsupported");
  say(
    `This browser lacks ${lacks.join(", ")}, which the analysis needs. ` +
      "Open the page in a current Firefox, Chrome, Edge or Safari.",
  );
} else {
  start();
}
