// The intake worker: gives chunks out to the decoders, takes their results in,
// and answers the page's questions about the log.

import { asOktaError, type ReportUpdate, type Running } from "./okta";
import type { IntakeReply, IntakeRequest, PortReply, PortRequest } from "./protocol";
import { zoneChanges } from "./zone-changes";

// The DOM's types leave out what only workers have.
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** Chunks that a decoder has at a time: one being decoded, one being read. */
const inFlight = 2;

/** Milliseconds between two reports of progress. */
const progressEvery = 100;

/** Serves the page until it ends the worker. */
export function runIntake(engine: Running): void {
  engine.checked(engine.okta.zones(zoneChanges));
  addEventListener("message", (event: MessageEvent<IntakeRequest>) => {
    const request = event.data;
    if (request.type === "warm") {
      warm(engine, request.data);
      return;
    }
    warming = false;
    const id = request.type === "load" ? undefined : request.id;
    serve(engine, request).catch((e: unknown) => {
      const { kind, message } = asOktaError(e);
      reply({ type: "failed", id, kind, message });
    });
  });
}

/** How often the sample is gone over; more gains nothing that was measurable. */
const warmRounds = 12;
let warming = false;

/** Has the engine's code compiled well before it is needed; see wasm/warm.go. */
function warm({ okta }: Running, data: Uint8Array): void {
  warming = true;
  let round = 0;
  const once = (): void => {
    // Between rounds a load can come in, which ends the warming.
    if (!warming || round++ === warmRounds) return;
    okta.warm(data);
    setTimeout(once);
  };
  once();
}

function reply(message: IntakeReply): void {
  postMessage(message);
}

async function serve({ okta, checked }: Running, request: Exclude<IntakeRequest, { type: "warm" }>): Promise<void> {
  switch (request.type) {
    case "load":
      await load({ okta, checked }, request.files, request.ports);
      reply({ type: "progress", phase: "analyzing", ...lastProgress });
      reply({ type: "loaded", ...ahead(checked(okta.finish(request.configuration))) });
      break;
    case "call":
      reply({ type: "answer", id: request.id, answer: asSent(request.name, checked(okta[request.name](request.argument))) });
      break;
    case "hash":
      reply({ type: "answer", id: request.id, answer: ahead(checked(okta.hash(request.source, request.sha256))) });
      break;
  }
}

// The parts of a report go ahead of it, so that the page reads each in a task of
// its own: one of all would hold it up.
function ahead({ head, parts }: ReportUpdate): { head: Uint8Array<ArrayBuffer> } {
  for (const part of parts) postMessage({ type: "part", part } satisfies IntakeReply, { transfer: [part.buffer] });
  return { head };
}

// The text of an export goes to the page as a Blob: as a string, 20 MB of it
// would hold up the page while they are copied.
function asSent(name: string, answer: object): object {
  if ("parts" in answer && "head" in answer) return ahead(answer as ReportUpdate);
  if ((name !== "export" && name !== "exportEvents") || !("text" in answer)) return answer;
  const { text, ...rest } = answer as { text: string };
  return { ...rest, file: new Blob([text]) };
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
  const send = (n: number, message: PortRequest, transfer: Transferable[] = []): void => ports[n]!.postMessage(message, transfer);
  for (const file of files) {
    const reader = new FileReaderSync();
    checked(okta.open(file.name, file.size, (from, to) => new Uint8Array(reader.readAsArrayBuffer(file.slice(from, to)))));
  }
  let packed = false;
  for (const { number, source, head, ...usable } of checked(okta.usable()).files) {
    packed ||= usable.packed;
    const file = usable.packed ? undefined : files[source];
    for (const n of ports.keys()) send(n, { type: "file", number, file, head });
  }

  await new Promise<void>((resolve, reject) => {
    const busy = ports.map(() => 0);
    let over = false; // all chunks are decoded
    let told = 0;
    const giveOut = (): void => {
      // Round by round, so that no decoder gets its second chunk before every
      // other has its first.
      for (let round = 0; round < inFlight; round++) {
        for (const n of ports.keys()) {
          if (busy[n]! > round) continue;
          const { job, finished } = checked(okta.next());
          if (finished) {
            over = true;
            return resolve();
          }
          if (!job) return;
          busy[n]!++;
          send(n, { type: "job", job }, job.data ? [job.data.buffer] : []);
        }
      }
    };
    // Compressed files are unpacked here, a block at a time: results are taken
    // in between.
    let unpacking = false;
    const unpack = (): void => {
      if (!packed || unpacking) return;
      unpacking = true;
      const step = (): void => {
        if (over) return; // the intake is gone, its log is made
        try {
          const { more } = checked(okta.unpack());
          giveOut();
          if (more) return void setTimeout(step);
        } catch (e) {
          reject(e);
        }
        unpacking = false;
      };
      step();
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
      unpack();
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
      unpack();
    } catch (e) {
      reject(e);
    }
  });
}
