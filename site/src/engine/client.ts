// The engine as the page sees it: files in, reports out. It owns the pools of
// workers: the one with the log on screen, the one that loads, and one that
// stands ready.

import { compileEngine } from "./module";
import { failure, Pool } from "./pool";
import type { Engine, EventRow, Failure, Parameters, Progress, Report, Result } from "./types";

/** Starts the engine that the page carries. */
export function createEngine(): Engine {
  return new WorkerEngine();
}

class WorkerEngine implements Engine {
  readonly ready: Promise<void>;

  private readonly module: Promise<WebAssembly.Module>;
  private spare: Pool | undefined;
  private loading: Pool | undefined;
  private loaded: Pool | undefined;
  private files: readonly File[] = [];
  private parameters: Parameters = {};

  constructor() {
    this.module = compileEngine().catch((e: unknown) => {
      throw failure("start", String(e));
    });
    this.ready = this.prepare().then((pool) => pool.started);
    this.ready.catch(() => undefined); // told to whoever waits for it
  }

  async load(files: readonly File[], mode: "replace" | "add", onProgress: (p: Progress) => void): Promise<Result> {
    const began = performance.now();
    this.cancel();
    const all = mode === "add" ? [...this.files, ...files] : [...files];
    const total = all.reduce((sum, file) => sum + file.size, 0);
    const pool = await this.prepare();
    this.spare = undefined;
    this.loading = pool;
    pool.onProgress = (p) => onProgress({ ...p, total, elapsed: performance.now() - began });
    try {
      const json = await pool.load(all, JSON.stringify(this.parameters));
      const report = JSON.parse(json) as Report;
      this.loaded?.end(failure("cancelled", "another log was loaded"));
      this.loaded = pool;
      this.files = all;
      return { report, json, elapsed: performance.now() - began };
    } catch (e) {
      const reason = asFailure(e);
      pool.end(reason);
      throw reason;
    } finally {
      if (this.loading === pool) this.loading = undefined;
      // The next log finds its workers ready; starting them must not delay the
      // findings of this one.
      setTimeout(() => void this.prepare().catch(() => undefined), 500);
    }
  }

  cancel(): void {
    this.loading?.end(failure("cancelled", "reading was cancelled"));
    this.loading = undefined;
  }

  async reanalyze(parameters: Parameters): Promise<Result> {
    const began = performance.now();
    const { text } = await this.current().call<{ text: string }>("report", JSON.stringify(parameters));
    this.parameters = parameters;
    return { report: JSON.parse(text) as Report, json: text, elapsed: performance.now() - began };
  }

  async events(uuids: readonly string[]): Promise<EventRow[]> {
    const { text } = await this.current().call<{ text: string }>("events", JSON.stringify(uuids));
    return JSON.parse(text) as EventRow[];
  }

  async raw(uuid: string): Promise<string> {
    const at = await this.current().call<{ file?: number; offset: number; length: number; encoding: string }>("record", uuid);
    const file = at.file === undefined ? undefined : this.files[at.file];
    if (!file) throw failure("unreadable", `no record of event ${uuid} in the loaded files`);
    try {
      const bytes = await file.slice(at.offset, at.offset + at.length).arrayBuffer();
      return new TextDecoder(at.encoding).decode(bytes);
    } catch (e) {
      throw failure("unreadable", `${file.name}: ${String(e)}`);
    }
  }

  async csv(): Promise<string> {
    return (await this.current().call<{ text: string }>("csv")).text;
  }

  private current(): Pool {
    if (!this.loaded) throw failure("empty", "no log is loaded");
    return this.loaded;
  }

  private async prepare(): Promise<Pool> {
    const module = await this.module;
    return (this.spare ??= new Pool(module));
  }
}

function asFailure(e: unknown): Failure {
  if (typeof e === "object" && e !== null && "kind" in e && "message" in e) return e as Failure;
  return failure("crashed", String(e));
}
