// The intake worker: gives chunks out to the decoders, takes their results in,
// and answers the page's questions about the log.

import { OktaError, type Running } from "./okta";
import type { IntakeReply, IntakeRequest, PortReply, PortRequest } from "./protocol";

/** How many bytes of a file the engine wants to see first (source.HeadSize). */
const headSize = 64 * 1024;

/** Chunks that a decoder has at a time: one being decoded, one being read. */
const inFlight = 2;

/** Milliseconds between two reports of progress. */
const progressEvery = 100;

/** Serves the page until it ends the worker. */
export function runIntake(engine: Running): void {
  addEventListener("message", (event: MessageEvent<IntakeRequest>) => {
    const request = event.data;
    const id = request.type === "load" ? undefined : request.id;
    serve(engine, request).catch((e: unknown) => {
      const error = e instanceof OktaError ? e : new OktaError("crashed", String(e));
      reply({ type: "failed", id, kind: error.kind, message: error.message });
    });
  });
}

function reply(message: IntakeReply): void {
  postMessage(message);
}

async function serve({ okta, checked }: Running, request: IntakeRequest): Promise<void> {
  switch (request.type) {
    case "load":
      await load({ okta, checked }, request.files, request.ports);
      reply({ type: "progress", phase: "analyzing", ...lastProgress });
      reply({ type: "loaded", text: checked(okta.finish(request.configuration)).text });
      break;
    case "call":
      reply({ type: "answer", id: request.id, answer: checked(okta[request.name](request.argument)) });
      break;
    case "hash":
      reply({ type: "answer", id: request.id, answer: checked(okta.hash(request.file, request.sha256)) });
      break;
  }
}

interface Counts {
  bytes: number;
  events: number;
  rejected: number;
}

let lastProgress: Counts = { bytes: 0, events: 0, rejected: 0 };

/** Has every chunk of the files decoded and taken in. */
async function load({ okta, checked }: Running, files: readonly File[], ports: MessagePort[]): Promise<void> {
  checked(okta.begin(ports.length));
  const send = (n: number, message: PortRequest): void => ports[n]!.postMessage(message);
  for (const [number, file] of files.entries()) {
    let head: Uint8Array;
    try {
      head = new Uint8Array(await file.slice(0, headSize).arrayBuffer());
    } catch (e) {
      checked(okta.refuse(file.name, file.size, String(e)));
      continue;
    }
    if (!checked(okta.add(file.name, file.size, head)).usable) continue;
    for (const n of ports.keys()) send(n, { type: "file", number, file, head });
  }

  await new Promise<void>((resolve, reject) => {
    const busy = ports.map(() => 0);
    let told = 0;
    const giveOut = (): void => {
      // Round by round, so that no decoder gets its second chunk before every
      // other has its first.
      for (let round = 0; round < inFlight; round++) {
        for (const n of ports.keys()) {
          if (busy[n]! > round) continue;
          const { job, finished } = checked(okta.next());
          if (finished) return resolve();
          if (!job) return;
          busy[n]!++;
          send(n, { type: "job", job });
        }
      }
    };
    const take = (n: number, message: PortReply): void => {
      busy[n]!--;
      if (message.type === "unread") {
        checked(okta.fail(message.job, message.why));
      } else {
        lastProgress = checked(okta.take(n, message.job, message.result));
      }
      const now = performance.now();
      if (now - told >= progressEvery) {
        told = now;
        reply({ type: "progress", phase: "reading", ...lastProgress });
      }
      giveOut();
    };
    for (const [n, port] of ports.entries()) {
      port.onmessage = (event: MessageEvent<PortReply>) => {
        try {
          take(n, event.data);
        } catch (e) {
          reject(e);
        }
      };
    }
    try {
      giveOut();
    } catch (e) {
      reject(e);
    }
  });
}
