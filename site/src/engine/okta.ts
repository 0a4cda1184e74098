// The functions of the Go engine inside a worker, as wasm/main.go exports them,
// and how an engine is started.

import "go:wasm_exec";

/** What every function may answer instead. */
export interface Refusal {
  error?: { kind: string; message: string };
}

export interface Job {
  number: number;
  file: number;
  start: number;
  end: number;
  from: number;
  to: number;
  size: number;
  exact: boolean;
  header: string;
  /** The bytes to decode, where the worker cannot read them from the file. */
  data?: Uint8Array<ArrayBuffer>;
}

/** A file that can be used: of several in an archive, one. */
export interface UsableFile {
  number: number;
  source: number;
  packed: boolean;
  head: Uint8Array;
}

/** A report, as what is new in it since the one before; see analyzer/report/update.go. */
export interface ReportUpdate {
  head: Uint8Array<ArrayBuffer>;
  parts: Uint8Array<ArrayBuffer>[];
}

export interface Okta {
  version: string;
  // of a decoder
  layout(file: number, head: Uint8Array): Refusal;
  decode(job: Job, data: Uint8Array): Refusal & { result: Uint8Array<ArrayBuffer> };
  warm(data: Uint8Array): Refusal;
  // of the intake
  zones(changes: (name: string) => Float64Array | null): Refusal;
  begin(decoders: number): Refusal;
  open(name: string, size: number, read: (from: number, to: number) => Uint8Array): Refusal;
  usable(): Refusal & { files: UsableFile[] };
  unpack(): Refusal & { more: boolean };
  next(): Refusal & { finished: boolean; job?: Job };
  take(decoder: number, job: number, result: Uint8Array): Refusal & { bytes: number; events: number; rejected: number };
  fail(job: number, why: string): Refusal;
  finish(configuration: string): Refusal & ReportUpdate;
  report(configuration: string): Refusal & ReportUpdate;
  hash(source: number, sha256: string): Refusal & ReportUpdate;
  events(uuids: string): Refusal & { text: string };
  record(uuid: string): Refusal & { text?: string; cells?: string };
  check(configuration: string): Refusal & { text: string };
  needs(rules: string): Refusal & { text: string };
  try(file: string): Refusal & { text: string };
  export(request: string): Refusal & { text: string };
  exportEvents(request: string): Refusal & { text: string; parts: number };
  redactPreview(request: string): Refusal & { text: string };
  redactFields(request: string): Refusal & { text: string };
  saved(report: string): Refusal & ReportUpdate;
  query(question: string): Refusal & { text: string };
  rows(question: string): Refusal & { text: string };
  histogram(question: string): Refusal & { text: string };
  top(question: string): Refusal & { text: string };
  entity(question: string): Refusal & { text: string };
  position(question: string): Refusal & { text: string };
  fields(question: string): Refusal & { text: string };
  suggest(question: string): Refusal & { text: string };
  map(question: string): Refusal & { text: string };
}

declare class Go {
  importObject: WebAssembly.Imports;
  env: Record<string, string>;
  run(instance: WebAssembly.Instance): Promise<void>;
  exit: (code: number) => void;
}

/** Says that a function refused, or that the engine is no more. */
export class OktaError extends Error {
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

// What Chromium, Firefox and Safari say when there is no memory for an array,
// and Go when there is none for itself.
const outOfMemory = /out of memory|cannot allocate|allocation failed|could not be allocated|allocation size overflow/i;

/** Whatever was thrown in a worker, as an error that says what kind it is. */
export function asOktaError(e: unknown): OktaError {
  if (e instanceof OktaError) return e;
  const message = String(e);
  return new OktaError(outOfMemory.test(message) ? "memory" : "crashed", message);
}

/** An engine and what it said last. */
export interface Running {
  okta: Okta;
  /** Throws an OktaError when the answer is a refusal or the engine has ended. */
  checked<T extends Refusal>(answer: T): T;
}

/** Starts an engine. `ended` is called once when it exits, for whatever reason. */
export async function startEngine(module: WebAssembly.Module, ended: (error: OktaError) => void): Promise<Running> {
  const said: string[] = [];
  console.log = (...words: unknown[]) => {
    said.push(words.join(" "));
    if (said.length > mostSaid) said.shift();
  };
  const go = new Go();
  let gone: OktaError | undefined;
  go.exit = (code) => {
    gone = death(code, said);
  };
  const instance = await WebAssembly.instantiate(module, go.importObject);
  // The promise also resolves when Go panics; an exception comes out of it when
  // the stack or the memory of the browser ends.
  void go.run(instance).then(
    () => ended(gone ?? death(0, said)),
    (reason: unknown) => {
      gone = death(-1, [String(reason)]);
      ended(gone);
    },
  );
  const okta = (globalThis as unknown as { okta: Okta }).okta;
  return {
    okta,
    checked(answer) {
      if (gone) throw gone;
      if (answer?.error) throw new OktaError(answer.error.kind, answer.error.message);
      if (!answer) throw new OktaError("crashed", "the engine gave no answer");
      return answer;
    },
  };
}

// More lines than Go writes when it ends: the reason comes first and the stacks
// of all goroutines behind it.
const mostSaid = 1000;

function death(code: number, said: readonly string[]): OktaError {
  const memory = said.find((line) => outOfMemory.test(line));
  // The stacks help nobody when there was no memory.
  const text = memory ?? said.join("\n").slice(0, 4000);
  return new OktaError(memory ? "memory" : "crashed", `the engine ended with code ${code}${text ? ":\n" + text : ""}`);
}
