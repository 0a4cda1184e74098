// Ways by which script could send something out of the page, for the analyst to
// try. Those that would take the page itself away when the browser refuses them
// are left to the page's tests (site/e2e/escape_test.go).

import { scriptURL } from "../../trusted";

/** One way out. */
export interface Way {
  name: string;
  /** Tries it; what it throws is its refusal. A way that this browser lacks throws Lacking. */
  attempt: (url: string) => unknown;
  /** The directive whose event names the origin of the address alone. */
  late?: string;
}

/** Says that a browser, or this page, does not have what a way needs. */
export class Lacking extends Error {}

const scope = globalThis as unknown as Record<string, unknown>;

function need<T>(name: string): T {
  const found = scope[name];
  if (found === undefined) throw new Lacking(`there is no ${name} here`);
  return found as T;
}

/** Puts an element into the document for a moment, which makes the browser load what it names. */
function load(tag: string, set: (e: HTMLElement & Record<string, unknown>) => void, into: HTMLElement = document.body): void {
  const e = document.createElement(tag) as unknown as HTMLElement & Record<string, unknown>;
  set(e);
  e.hidden = true;
  into.append(e);
  setTimeout(() => e.remove(), 1000);
}

function link(rel: string, more: Record<string, string> = {}): Way["attempt"] {
  return (url) => load("link", (e) => Object.assign(e, { rel, href: url, ...more }), document.head);
}

/** Waits for what an object says of its end. */
function ended(target: EventTarget, ...events: string[]): Promise<Event> {
  return new Promise((resolve) => {
    for (const name of events) target.addEventListener(name, resolve);
  });
}

async function failed(target: EventTarget): Promise<never> {
  const event = await ended(target, "error", "close", "timeout");
  throw new Error(`the browser ended it (${event.type})`);
}

/** The ways of a document. */
export const ways: readonly Way[] = [
  { name: "fetch", attempt: (url) => fetch(url, { mode: "no-cors" }) },
  { name: "fetch that outlives the page", attempt: (url) => fetch(url, { mode: "no-cors", method: "POST", body: "x", keepalive: true }) },
  {
    name: "XMLHttpRequest",
    attempt: (url) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      const end = failed(request);
      request.send("x");
      return end;
    },
  },
  { name: "WebSocket", attempt: (url) => failed(new WebSocket(url.replace(/^http/, "ws"))) },
  { name: "EventSource", attempt: (url) => failed(new EventSource(url)) },
  {
    name: "beacon",
    attempt: (url) => {
      // What is queued is refused later; the policy's event tells of it.
      if (!navigator.sendBeacon(url, "x")) throw new Error("the browser did not take it");
    },
  },
  {
    name: "WebTransport",
    attempt: async (url) => {
      const make = need<new (url: string) => { ready: Promise<unknown> }>("WebTransport");
      await new make(url.replace(/^http:/, "https:")).ready;
    },
  },
  {
    name: "WebRTC",
    attempt: () => {
      need("RTCPeerConnection");
      throw new Error("it is here, and should not be");
    },
  },
  { name: "picture", attempt: (url) => load("img", (e) => (e.src = url)) },
  { name: "video", attempt: (url) => load("video", (e) => Object.assign(e, { preload: "auto", src: url })) },
  { name: "audio", attempt: (url) => load("audio", (e) => Object.assign(e, { preload: "auto", src: url })) },
  { name: "plug-in", attempt: (url) => load("object", (e) => (e.data = url)) },
  { name: "frame", late: "frame-src", attempt: (url) => load("iframe", (e) => (e.src = url)) },
  { name: "font", attempt: (url) => new FontFace("leak", `url(${url})`).load() },
  {
    name: "picture in a style",
    attempt: (url) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`.verify-leak { background-image: url(${url}) }`);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      load("div", (e) => (e.className = "verify-leak"));
      // A hidden element loads no background: this one is there without being seen.
      const seen = document.createElement("div");
      seen.className = "verify-leak visually-hidden";
      document.body.append(seen);
      setTimeout(() => {
        seen.remove();
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet);
      }, 1000);
    },
  },
  { name: "style sheet", attempt: link("stylesheet") },
  { name: "preload", attempt: link("preload", { as: "image" }) },
  { name: "prefetch", attempt: link("prefetch") },
  { name: "script element", attempt: (url) => load("script", (e) => (e.src = url), document.head) },
  { name: "script import", attempt: (url) => import(url) },
  { name: "worker from an address", attempt: (url) => failed(new Worker(url)) },
  { name: "markup", attempt: (url) => document.body.insertAdjacentHTML("beforeend", `<img src="${url}" hidden>`) },
  { name: "code from text", attempt: (url) => (0, eval)(`fetch(${JSON.stringify(url)})`) },
  {
    name: "form into a new window",
    attempt: async (url) => {
      let going = false;
      load("form", (e) => {
        Object.assign(e, { action: url, target: "_blank" });
        // A sandbox refuses without a word, before the form is asked.
        e.addEventListener("submit", () => (going = true));
        setTimeout(() => (e as unknown as HTMLFormElement).requestSubmit());
      });
      await new Promise((f) => setTimeout(f, 100));
      if (!going) throw new Error("the sandbox lets no form go");
    },
  },
  {
    name: "new window",
    attempt: (url) => {
      const opened = window.open(url);
      if (!opened) throw new Error("the sandbox opens none");
      opened.close();
    },
  },
  {
    name: "taking the whole page elsewhere",
    attempt: (url) => {
      window.top!.location.href = url;
    },
  },
  { name: "fetch inside a worker", attempt: (url) => inWorker(`await fetch(${JSON.stringify(url)}, {mode: "no-cors"})`) },
  { name: "WebSocket inside a worker", attempt: (url) => inWorker(
      `await new Promise((_, no) => { new WebSocket(${JSON.stringify(url.replace(/^http/, "ws"))}).onerror = () => no(new Error("the browser ended it")) })`,
    ) },
  { name: "script inside a worker", attempt: (url) => inWorker(`importScripts(${JSON.stringify(url)})`) },
];

/** Runs code in a worker like the engine's; it throws what the code throws. */
async function inWorker(code: string): Promise<void> {
  const source = `(async () => { ${code} })().then(() => postMessage(""), (e) => postMessage(String(e)))`;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(scriptURL(address));
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      worker.onmessage = (e) => resolve(String(e.data));
      worker.onerror = () => reject(new Error("the worker was refused"));
    });
    if (answer !== "") throw new Error(answer);
  } finally {
    worker.terminate();
    URL.revokeObjectURL(address);
  }
}
