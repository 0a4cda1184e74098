// The workers of one log: an intake, its decoders and their reader.

import workerSource from "worker:./worker.ts";
import { Assembly } from "./assembly";
import { scriptURL } from "../trusted";
import type { DecoderRequest, ExportName, HashReply, HashRequest, IntakeReply, IntakeRequest, QueryName, ReaderRequest, StartMessage, SettingsName } from "./protocol";
import type { Failure, FailureKind, Report } from "./types";

const kinds: readonly string[] = ["not_okta", "empty", "unreadable", "crashed", "memory", "cancelled", "start"] satisfies FailureKind[];

export function failure(kind: string, message: string): Failure {
  return { kind: kinds.includes(kind) ? (kind as FailureKind) : "crashed", message };
}

/** One decoder for each core that the browser tells of, at most eight. */
function decoderCount(): number {
  return Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2));
}

let scriptAddress: string | undefined;

function newWorker(): Worker {
  scriptAddress ??= URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
  return new Worker(scriptURL(scriptAddress));
}

/** The SHA-256 of a file, computed in a worker of its own; rejects with a Failure. */
export function sha256(file: File, signal: AbortSignal): Promise<string> {
  const worker = newWorker();
  return new Promise<string>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(failure("cancelled", "hashing was cancelled")));
    worker.onerror = (event) => {
      event.preventDefault();
      reject(failure("crashed", event.message));
    };
    worker.onmessage = (event: MessageEvent<HashReply | { type: "started" }>) => {
      const message = event.data;
      if (message.type === "started") worker.postMessage({ type: "sha256", file } satisfies HashRequest);
      else if (message.type === "sha256") resolve(message.hex);
      else reject(failure(message.kind, message.message));
    };
    worker.postMessage({ type: "start", role: "hasher" } satisfies StartMessage);
  }).finally(() => worker.terminate());
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(failure: Failure): void;
}

/** The workers of one log. A pool takes one load and is ended to free it. */
export class Pool {
  /** Resolves when all workers run; rejects with a Failure. */
  readonly started: Promise<void>;
  /** Is called with each report of progress of the load. */
  onProgress: (p: { phase: "reading" | "analyzing"; bytes: number; events: number; rejected: number }) => void = () => {};

  private readonly intake = newWorker();
  private readonly decoders = Array.from({ length: decoderCount() }, newWorker);
  private readonly reader = newWorker();
  private readonly calls = new Map<number, Waiting>();
  private readonly assembly = new Assembly();
  private loading: Waiting | undefined;
  private lastCall = 0;
  private dead: Failure | undefined;
  private failStart: (failure: Failure) => void = () => {};

  constructor(module: WebAssembly.Module) {
    const start = (worker: Worker, message: StartMessage): Promise<void> =>
      new Promise((resolve) => {
        worker.onmessage = (event: MessageEvent<IntakeReply>) => {
          if (event.data.type === "started") resolve();
          else this.receive(event.data);
        };
        worker.onerror = (event) => {
          event.preventDefault();
          this.end(failure("crashed", event.message || "a worker could not be started"));
        };
        worker.postMessage(message);
      });
    const all = Promise.all([
      start(this.intake, { type: "start", role: "intake", module }),
      ...this.decoders.map((d) => start(d, { type: "start", role: "decoder", module })),
      start(this.reader, { type: "start", role: "reader" }),
    ]);
    this.started = new Promise((resolve, reject) => {
      this.failStart = reject;
      void all.then(() => resolve());
    });
    this.started.catch(() => undefined); // told to whoever loads
  }

  /** Has the engine's code compiled well, on a log that is thrown away. */
  async warm(data: Uint8Array): Promise<void> {
    await this.started;
    this.request({ type: "warm", data });
  }

  /** Loads files and returns the report. */
  async load(files: readonly File[], configuration: string): Promise<Report> {
    await this.started;
    const ports: MessagePort[] = [];
    for (const decoder of this.decoders) {
      const { port1, port2 } = new MessageChannel();
      const pieces = new MessageChannel();
      decoder.postMessage({ type: "work", port: port1, reader: pieces.port1 } satisfies DecoderRequest, [port1, pieces.port1]);
      this.reader.postMessage({ port: pieces.port2 } satisfies ReaderRequest, [pieces.port2]);
      ports.push(port2);
    }
    const report = await new Promise((resolve, reject) => {
      if (this.dead) return reject(this.dead);
      this.loading = { resolve, reject };
      this.request({ type: "load", files, ports, configuration }, ports);
    });
    this.loading = undefined;
    return report as Report;
  }

  /** Calls a function of the intake's engine. */
  call<T>(name: "report" | "events" | "record" | QueryName | ExportName | SettingsName, argument = ""): Promise<T> {
    return this.ask((id) => ({ type: "call", id, name, argument }));
  }

  /** Ends what reads and decodes of a pool that loads nothing more. */
  settle(): void {
    for (const worker of [this.reader, ...this.decoders]) worker.terminate();
  }

  /** Tells the engine the hash of a file, by its place among those loaded. */
  hash(source: number, sha256: string): Promise<{ report: Report }> {
    return this.ask((id) => ({ type: "hash", id, source, sha256 }));
  }

  /** Whether the workers have ended. */
  get ended(): boolean {
    return this.dead !== undefined;
  }

  /** Ends all workers; whoever waits for an answer gets the reason. */
  end(reason: Failure): void {
    if (this.dead) return;
    this.dead = reason;
    for (const worker of [this.intake, this.reader, ...this.decoders]) worker.terminate();
    this.failStart(reason);
    this.loading?.reject(reason);
    for (const waiting of this.calls.values()) waiting.reject(reason);
    this.calls.clear();
  }

  private ask<T>(request: (id: number) => IntakeRequest): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.dead) return reject(this.dead);
      const id = ++this.lastCall;
      this.calls.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.request(request(id));
    });
  }

  /** An answer; of a report's head, the report. */
  private read(answer: unknown): unknown {
    if (typeof answer !== "object" || answer === null || !("head" in answer)) return answer;
    return { report: this.assembly.report(answer.head as Uint8Array) };
  }

  private request(request: IntakeRequest, transfer: Transferable[] = []): void {
    this.intake.postMessage(request, transfer);
  }

  private receive(message: IntakeReply): void {
    try {
      this.take(message);
    } catch (e) {
      this.end(failure("crashed", String(e)));
    }
  }

  private take(message: IntakeReply): void {
    switch (message.type) {
      case "progress":
        // All is decoded: the analysis can use what the decoders have of memory.
        if (message.phase === "analyzing") this.settle();
        this.onProgress(message);
        break;
      case "part":
        this.assembly.part(message.part);
        break;
      case "loaded":
        this.loading?.resolve(this.assembly.report(message.head));
        break;
      case "answer":
        this.calls.get(message.id)?.resolve(this.read(message.answer));
        this.calls.delete(message.id);
        break;
      case "failed": {
        const reason = failure(message.kind, message.message);
        const waiting = message.id === undefined ? undefined : this.calls.get(message.id);
        // A question that the engine refused leaves it in order.
        if (waiting && reason.kind !== "memory") {
          this.calls.delete(message.id!);
          waiting.reject(reason);
        } else {
          this.end(reason);
        }
        break;
      }
    }
  }
}
