// The engine as the page sees it: files in, reports out. It owns the pools of
// workers: the one with the log on screen, the one that loads, and one that
// stands ready.

import { compileEngine, embedded, unzstd } from "./module";
import type { EventsExportRequest, ExportRequest, RedactField, RedactPreview } from "./export-types";
import { failure, Pool, sha256 } from "./pool";
import type { QueryName } from "./protocol";
import type {
  EntityAnswer,
  EntityQuestion,
  HistogramQuestion,
  MapAnswer,
  MapQuestion,
  QueryAnswer,
  QueryField,
  QueryHistogram,
  QueryQuestion,
  QueryRefusal,
  RowsAnswer,
  RowsQuestion,
  SuggestQuestion,
  TopQuestion,
  TopValues,
  ValueCount,
} from "./query-types";
import type {
  Configuration,
  ConfigurationCheck,
  Engine,
  EventRow,
  Failure,
  Need,
  OwnRule,
  Progress,
  RawRecord,
  Report,
  Result,
  Trial,
} from "./types";

/** Starts the engine that the page carries. */
export function createEngine(): Engine {
  return new WorkerEngine();
}

class WorkerEngine implements Engine {
  readonly ready: Promise<void>;
  onHash: (report: Report) => void = () => {};

  private readonly module: Promise<WebAssembly.Module>;
  private spare: Pool | undefined;
  private loading: Pool | undefined;
  private loaded: Pool | undefined;
  private files: readonly File[] = [];
  private parameters: Configuration = {};
  private own: readonly OwnRule[] = [];
  private hashes: Promise<void> = Promise.resolve(); // that the files are hashed
  private hashing = new AbortController();
  private loads = 0;

  constructor() {
    // After the page's first frame: unpacking the engine holds it up otherwise.
    this.module = new Promise((resolve) => setTimeout(resolve))
      .then(compileEngine)
      .catch((e: unknown) => {
        throw failure("start", String(e));
      });
    this.ready = this.prepare().then((pool) => pool.started);
    this.ready.then(() => this.warm()).catch(() => undefined); // told to whoever waits for it
  }

  async load(files: readonly File[], mode: "replace" | "add", onProgress: (p: Progress) => void): Promise<Result> {
    const began = performance.now();
    this.cancel();
    const load = ++this.loads;
    const all = mode === "add" ? [...this.files, ...files] : [...files];
    const total = all.reduce((sum, file) => sum + file.size, 0);
    const pool = await this.prepare();
    if (load !== this.loads) throw failure("cancelled", "reading was cancelled");
    this.spare = undefined;
    this.loading = pool;
    let reached: Progress = { phase: "reading", bytes: 0, total, events: 0, rejected: 0, elapsed: 0 };
    pool.onProgress = (p) => {
      reached = { ...p, total, elapsed: performance.now() - began };
      onProgress(reached);
    };
    try {
      const report = await pool.load(all, this.configuration(this.parameters));
      this.loaded?.end(failure("cancelled", "another log was loaded"));
      this.loaded = pool;
      this.files = all;
      this.hashing.abort();
      this.hashing = new AbortController();
      this.hashes = this.hash(pool, all, this.hashing.signal);
      this.hashes.catch(() => undefined); // told to whoever exports
      return { report, elapsed: performance.now() - began };
    } catch (e) {
      const reason = asFailure(e);
      pool.end(reason);
      throw { ...reason, reached };
    } finally {
      if (this.loading === pool) this.loading = undefined;
      // The next log finds its workers ready; starting them must not delay the
      // findings of this one.
      setTimeout(() => void this.prepare().catch(() => undefined), 500);
    }
  }

  cancel(): void {
    this.loads++;
    this.loading?.end(failure("cancelled", "reading was cancelled"));
    this.loading = undefined;
  }

  async reanalyze(parameters: Configuration): Promise<Result> {
    const began = performance.now();
    const { report } = await this.current().call<{ report: Report }>("report", this.configuration(parameters));
    this.parameters = parameters;
    return { report, elapsed: performance.now() - began };
  }

  async rules(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const text = await file.text().catch(() => {
        throw failure("unreadable", `${file.name} cannot be read`);
      });
      const rule = { name: file.name, text };
      const known = this.own.some((r) => r.name === file.name);
      this.own = known ? this.own.map((r) => (r.name === file.name ? rule : r)) : [...this.own, rule];
    }
  }

  ownRules(): readonly OwnRule[] {
    return this.own;
  }

  setRules(rules: readonly OwnRule[]): void {
    this.own = rules;
  }

  configure(parameters: Configuration): void {
    this.parameters = parameters;
  }

  async needs(): Promise<Record<string, Need>> {
    const pool = this.loaded ?? (await this.prepare());
    await pool.started;
    return JSON.parse((await pool.call<{ text: string }>("needs", JSON.stringify(this.own))).text) as Record<string, Need>;
  }

  try(rule: OwnRule): Promise<Trial> {
    return this.ask("try", rule);
  }

  async check(configuration: string): Promise<ConfigurationCheck> {
    const pool = this.loaded ?? (await this.prepare());
    await pool.started;
    return JSON.parse((await pool.call<{ text: string }>("check", configuration)).text) as ConfigurationCheck;
  }

  /** What the engine is to analyse with, as JSON. */
  private configuration(parameters: Configuration): string {
    return JSON.stringify({ ...parameters, rules: this.own });
  }

  async events(uuids: readonly string[]): Promise<EventRow[]> {
    const { text } = await this.current().call<{ text: string }>("events", JSON.stringify(uuids));
    return JSON.parse(text) as EventRow[];
  }

  async raw(uuid: string): Promise<RawRecord> {
    const { text, cells } = await this.current().call<{ text?: string; cells?: string }>("record", uuid);
    if (text === undefined) throw failure("unreadable", `no event ${uuid} in the loaded log`);
    return { text, cells: (JSON.parse(cells ?? "null") as RawRecord["cells"] | null) ?? [] };
  }

  query(question: QueryQuestion): Promise<QueryAnswer | QueryRefusal> {
    return this.ask("query", question);
  }

  rows(question: RowsQuestion): Promise<RowsAnswer> {
    return this.ask("rows", question);
  }

  histogram(question: HistogramQuestion): Promise<QueryHistogram> {
    return this.ask("histogram", question);
  }

  top(question: TopQuestion): Promise<TopValues[]> {
    return this.ask("top", question);
  }

  position(question: { uuid: string }): Promise<{ index: number }> {
    return this.ask("position", question);
  }

  entity(question: EntityQuestion): Promise<EntityAnswer | QueryRefusal> {
    return this.ask("entity", question);
  }

  fields(): Promise<QueryField[]> {
    return this.ask("fields", {});
  }

  suggest(question: SuggestQuestion): Promise<ValueCount[]> {
    return this.ask("suggest", question);
  }

  map(question: MapQuestion): Promise<MapAnswer | QueryRefusal> {
    return this.ask("map", question);
  }

  /** Asks the engine about the events of the loaded log. */
  private async ask<T>(name: QueryName | "try", question: object): Promise<T> {
    const { text } = await this.current().call<{ text: string }>(name, JSON.stringify(question));
    return JSON.parse(text) as T;
  }

  hashed(): Promise<void> {
    return this.hashes;
  }

  async export(request: ExportRequest): Promise<Blob> {
    // These forms name the SHA-256 of each file; of large ones it takes seconds.
    if (!["csv", "timesketch", "jsonl", "indicators", "navigator"].includes(request.form)) await this.hashes;
    return (await this.current().call<{ file: Blob }>("export", JSON.stringify(request))).file;
  }

  async exportEvents(request: EventsExportRequest, onPart: (done: number, parts: number) => void = () => {}): Promise<Blob> {
    const pool = this.current();
    const files: Blob[] = [];
    for (let part = 0, parts = 1; part < parts; part++) {
      const answer = await pool.call<{ file: Blob; parts: number }>("exportEvents", JSON.stringify({ ...request, part }));
      files.push(answer.file);
      parts = answer.parts;
      onPart(part + 1, parts);
    }
    return new Blob(files);
  }

  async redactPreview(allow: string[] | null, limit: number): Promise<RedactPreview> {
    const { text } = await this.current().call<{ text: string }>("redactPreview", JSON.stringify({ allow, limit }));
    return JSON.parse(text) as RedactPreview;
  }

  async redactFields(): Promise<RedactField[]> {
    return JSON.parse((await this.current().call<{ text: string }>("redactFields")).text) as RedactField[];
  }

  async openReport(file: File): Promise<Report> {
    const saved = await file.text().catch(() => {
      throw failure("unreadable", `${file.name} cannot be read`);
    });
    this.cancel();
    const load = ++this.loads;
    const pool = await this.prepare();
    await pool.started;
    // A refused text leaves the pool as it was: it can still take a load.
    const { report } = await pool.call<{ report: Report }>("saved", saved);
    if (load !== this.loads) throw failure("cancelled", "reading was cancelled");
    if (this.spare === pool) this.spare = undefined;
    this.loaded?.end(failure("cancelled", "a saved report was opened"));
    this.loaded = pool;
    pool.settle();
    this.files = [];
    this.hashing.abort();
    this.hashes = Promise.resolve();
    setTimeout(() => void this.prepare().catch(() => undefined), 500);
    return report;
  }

  private current(): Pool {
    if (!this.loaded) throw failure("empty", "no log is loaded");
    return this.loaded;
  }

  /** Has the files hashed, one after the other, and the report completed. */
  private async hash(pool: Pool, files: readonly File[], signal: AbortSignal): Promise<void> {
    for (const [source, file] of files.entries()) {
      // A file that cannot be read any more has no hash, and the report says so.
      const sum = await sha256(file, signal).catch(() => undefined);
      if (signal.aborted) return;
      if (sum === undefined) continue;
      const { report } = await pool.hash(source, sum);
      if (signal.aborted) return;
      this.onHash(report);
    }
  }

  /** Uses the time until the first file to have the engine compiled well. */
  private async warm(): Promise<void> {
    const sample = new Uint8Array(await new Response(unzstd(embedded("sample"))).arrayBuffer());
    await this.spare?.warm(sample);
  }

  private async prepare(): Promise<Pool> {
    const module = await this.module;
    if (this.spare?.ended) this.spare = undefined; // it died while it waited
    return (this.spare ??= new Pool(module));
  }
}

function asFailure(e: unknown): Failure {
  if (typeof e === "object" && e !== null && "kind" in e && "message" in e) return e as Failure;
  return failure("crashed", String(e));
}
