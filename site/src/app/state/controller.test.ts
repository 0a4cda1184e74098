import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine, Failure, Configuration, OwnRule, Report, Result } from "../../engine/types";
import { Controller, failureOf } from "./controller";
import { detector, finding, logFile, result } from "./fixture";
import { shellStateOf } from "./state";
import { Store } from "./store";

/** An engine whose answers the test gives. */
class FakeEngine implements Engine {
  ready: Promise<void> = Promise.resolve();
  readonly log: string[] = [];
  readonly asked: Configuration[] = [];
  #answer: ((r: Result | Failure) => void) | null = null;

  load(files: readonly File[], mode: "replace" | "add"): Promise<Result> {
    this.log.push(`${mode} ${files.map((f) => f.name).join()}`);
    return this.#wait();
  }
  cancel(): void {
    this.log.push("cancel");
    this.answer({ kind: "cancelled", message: "" });
  }
  reanalyze(parameters: Configuration): Promise<Result> {
    this.asked.push(parameters);
    return this.#wait();
  }
  rules(files: readonly File[]): Promise<void> {
    this.log.push(`rules ${files.map((f) => f.name).join()}`);
    return Promise.resolve();
  }
  answer(r: Result | Failure): void {
    const answer = this.#answer;
    this.#answer = null;
    answer?.(r);
  }
  #wait(): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#answer = (r) => ("kind" in r ? reject(r) : resolve(r));
    });
  }
  events = () => Promise.resolve([]);
  raw = () => Promise.resolve({ text: "", cells: [] });
  hashed = () => Promise.resolve();
  query = () => Promise.resolve({ count: 0, total: 0, first: 0, last: 0, ms: 0, canonical: "" });
  rows = () => Promise.resolve({ from: 0, rows: [] });
  histogram = () => Promise.resolve({ from: 0, to: 1, success: [], failure: [], deny: [], other: [] });
  top = () => Promise.resolve([]);
  position = () => Promise.resolve({ index: -1 });
  entity = () => Promise.resolve({ error: { message: "none", remedy: "", at: 0, length: 0 } });
  fields = () => Promise.resolve([]);
  suggest = () => Promise.resolve([]);
  map = () => Promise.resolve({ places: [], places_total: 0, legs: [], legs_total: 0, unplaced: 0 });
  export = () => Promise.resolve(new Blob());
  exportEvents = () => Promise.resolve(new Blob());
  redactPreview = () => Promise.resolve({ pairs: [], total: 0 });
  redactFields = () => Promise.resolve([]);
  openReport: Engine["openReport"] = (file) => {
    this.log.push(`report ${file.name}`);
    return file.text().then((text) => JSON.parse(text) as Report);
  };
  own: readonly OwnRule[] = [];
  ownRules = () => this.own;
  setRules = (rules: readonly OwnRule[]) => void (this.own = rules);
  configure = (parameters: Configuration) => void this.log.push(`configure ${JSON.stringify(parameters)}`);
  try: Engine["try"] = () => Promise.reject<never>({ kind: "crashed", message: "not tried" });
  check: Engine["check"] = () => Promise.resolve({ errors: [] });
  needs = () => Promise.resolve({});
  onHash: Engine["onHash"] = () => {};
}

const file = (name: string) => new File(["x"], name);
const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

async function start() {
  const engine = new FakeEngine();
  const store = new Store();
  const controller = new Controller(engine, store, () => 42);
  await settle();
  return { engine, store, controller };
}

async function loaded(r: Result = result([finding("a")])) {
  const all = await start();
  void all.controller.open([file("a.csv")], "replace");
  await settle();
  all.engine.answer(r);
  await settle();
  return all;
}

test("a load shows its job, then its result", async () => {
  const { engine, store, controller } = await start();
  assert.equal(shellStateOf(store.state), "ready");
  void controller.open([file("a.csv"), file("b.csv")], "replace");
  await settle();
  assert.deepEqual(store.state.job?.names, ["a.csv", "b.csv"]);
  assert.equal(store.state.job?.total, 2);
  engine.answer(result([finding("a")]));
  await settle();
  assert.equal(shellStateOf(store.state), "done");
  assert.equal(store.state.chosen, 42);
  assert.deepEqual(engine.log, ["replace a.csv,b.csv"]);
});

test("a hash that became known is shown with the findings as they are", async () => {
  const { engine, store } = await loaded();
  store.dispatch({ type: "open", id: "a" });
  const { report } = result([finding("a")]);
  report.log.files = [{ ...logFile, sha256: "00ff" }];
  engine.onHash(report);
  assert.equal(store.state.result?.report.log.files[0]?.sha256, "00ff");
  assert.equal(store.state.open, "a");
});

test("adding without a log is a first log", async () => {
  const { engine, controller } = await start();
  void controller.open([file("a.csv")], "add");
  await settle();
  assert.deepEqual(engine.log, ["replace a.csv"]);
});

test("rules beside a log are kept for its analysis", async () => {
  const { engine, controller } = await start();
  void controller.open([file("own.yml"), file("a.csv"), file("more.YAML")], "replace");
  await settle();
  assert.deepEqual(engine.log, ["rules own.yml,more.YAML", "replace a.csv"]);
});

test("rules after a log run on it at once, without what was set for rules of the user's own", async () => {
  const own = detector("mine", { rule_file: "own.yml", status: "disabled" });
  const { engine, store, controller } = await loaded(result([finding("a")], [own, detector("off", { status: "disabled" })]));
  engine.check = () => Promise.resolve({ errors: [{ line: 1, message: "no such detection" }] });
  void controller.open([file("own.yml")], "replace");
  await settle();
  assert.deepEqual(engine.log, ["replace a.csv", "rules own.yml"]);
  assert.deepEqual(engine.asked, [{ parameters: {}, disabled: ["off"] }]);
  engine.answer(result([finding("a"), finding("b")]));
  await settle();
  const { gained, lost, came } = store.state.change!;
  assert.deepEqual([gained, lost, came.map((f) => f.id)], [1, 0, ["b"]]);
});

test("rules before a log wait for one and say so", async () => {
  const { engine, store, controller } = await start();
  await controller.open([file("own.yml")], "replace");
  assert.deepEqual(engine.log, ["rules own.yml"]);
  assert.match(store.state.notice?.text ?? "", /own\.yml.*open next/);
});

const saved = (r: Report, name = "saved.json") => new File([JSON.stringify(r)], name);

/** A report on one file of a hash, with a triage. */
function reportOf(sha256: string, triage: Report["triage"] = { a: { status: "confirmed", note: "seen" }, gone: { status: "ignored" } }): Report {
  const { report } = result([finding("a"), finding("b")]);
  return { ...report, log: { ...report.log, files: [{ ...logFile, sha256 }] }, triage };
}

test("a saved report takes the place of nothing, with its triage and without a log", async () => {
  const { engine, store, controller } = await start();
  await controller.open([saved(reportOf("00"))], "replace");
  assert.deepEqual(engine.log, ["report saved.json"]);
  assert.equal(store.state.result?.saved, "saved.json");
  assert.equal(shellStateOf(store.state), "done");
  assert.deepEqual(store.state.triage.a, { status: "confirmed", note: "seen", star: false });
  await controller.reanalyze(() => ({ disabled: ["x"] }));
  assert.deepEqual(engine.asked, []);
  assert.match(store.state.notice?.text ?? "", /open the log/);
});

test("of a report on the log that is open only the triage is taken over", async () => {
  const { engine, store, controller } = await loaded({ report: reportOf("00", undefined), elapsed: 1 });
  store.dispatch({ type: "triage", id: "b", change: { star: true } });
  await controller.open([saved(reportOf("00"))], "replace");
  assert.deepEqual(engine.log, ["replace a.csv"]);
  assert.deepEqual(Object.keys(store.state.triage).sort(), ["a", "b"]);
  assert.match(store.state.notice?.text ?? "", /triage of 1 finding was taken over from “saved\.json”\. 1 other is/);
  await controller.open([saved(reportOf("01"))], "add");
  assert.deepEqual(engine.log, ["replace a.csv", "report saved.json"]);
});

test("a report beside its log gives that its triage; one of another log does not", async () => {
  for (const [hash, taken] of [["00", true], ["01", false]] as const) {
    const { engine, store, controller } = await start();
    void controller.open([saved(reportOf(hash)), file("a.csv")], "replace");
    await settle();
    engine.answer({ report: reportOf("00", undefined), elapsed: 1 });
    await settle();
    await settle();
    assert.deepEqual(engine.log, ["replace a.csv"]);
    assert.equal(store.state.triage.a?.status, taken ? "confirmed" : undefined);
    assert.match(store.state.notice?.text ?? "", taken ? /taken over from/ : /not a report of this log/);
  }
});

test("the log of a report that is open goes on with its triage", async () => {
  const { engine, store, controller } = await start();
  await controller.open([saved(reportOf("00"))], "replace");
  void controller.open([file("a.csv")], "add");
  await settle();
  engine.answer({ report: reportOf("00", undefined), elapsed: 1 });
  await settle();
  await settle();
  assert.deepEqual(engine.log, ["report saved.json", "replace a.csv"]);
  assert.equal(store.state.result?.saved, undefined);
  assert.equal(store.state.triage.a?.note, "seen");
});

test("JSON that is no report is a log", async () => {
  const { engine, controller } = await start();
  void controller.open([new File(["[]"], "log.json")], "replace");
  await settle();
  await settle();
  assert.deepEqual(engine.log, ["replace log.json"]);
});

test("cancelling keeps what was loaded and says so", async () => {
  const { engine, store, controller } = await loaded();
  void controller.open([file("b.csv")], "replace");
  await settle();
  controller.cancel();
  await settle();
  assert.equal(shellStateOf(store.state), "done");
  assert.match(store.state.notice?.text ?? "", /cancelled/);
  assert.deepEqual(engine.log, ["replace a.csv", "replace b.csv", "cancel"]);
});

test("replacing ends the load that runs; of several only the last is loaded", async () => {
  const { engine, store, controller } = await start();
  const jobs = new Set<string>();
  store.subscribe(({ job }) => job && jobs.add(job.names.join()));
  void controller.open([file("a.csv")], "replace");
  await settle();
  void controller.open([file("b.csv")], "replace");
  void controller.open([file("c.csv")], "replace");
  await settle();
  assert.deepEqual(engine.log, ["replace a.csv", "cancel", "cancel", "replace c.csv"]);
  engine.answer(result([finding("c")]));
  await settle();
  assert.deepEqual([...jobs], ["a.csv", "c.csv"]);
  assert.equal(store.state.current, "c");
});

test("adding waits for the load that runs", async () => {
  const { engine, controller } = await start();
  void controller.open([file("a.csv")], "replace");
  await settle();
  void controller.open([file("b.csv")], "add");
  await settle();
  assert.deepEqual(engine.log, ["replace a.csv"]);
  engine.answer(result([]));
  await settle();
  assert.deepEqual(engine.log, ["replace a.csv", "add b.csv"]);
});

test("a failure of a load is shown, and so is a folder", async () => {
  const { engine, store, controller } = await start();
  void controller.open([file("users.csv")], "replace");
  await settle();
  engine.answer({ kind: "not_okta", message: "users.csv: no" });
  await settle();
  assert.equal(store.state.failure?.kind, "not_okta");
  await controller.open([], "replace", ["logs\u202e"]);
  assert.equal(store.state.failure?.kind, "unreadable");
  assert.match(store.state.failure?.message ?? "", /“logs\[U\+202E\]” is a folder/);
  assert.deepEqual(engine.log, ["replace users.csv"]);
});

test("an engine that does not start is a failure of its own kind", async () => {
  const engine = new FakeEngine();
  engine.ready = Promise.reject(new Error("no WebAssembly"));
  const store = new Store();
  new Controller(engine, store);
  await settle();
  assert.deepEqual(store.state.failure, { kind: "start", message: "no WebAssembly" });
});

test("changes made while an analysis runs come to one more, with all of them", async () => {
  const parameter = { name: "n", title: "N", default: 1, min: 0, max: 9, value: 1 };
  const { engine, store, controller } = await loaded(result([finding("a")], [detector("d", { parameters: [parameter] })]));
  const set = (n: number) => controller.reanalyze((p) => ({ ...p, parameters: { d: { ...p.parameters?.d, n } } }));
  void set(2);
  void set(3);
  void controller.reanalyze((p) => ({ ...p, disabled: ["x"] }));
  await settle();
  assert.equal(engine.asked.length, 1);
  engine.answer(result([finding("two")]));
  await settle();
  assert.equal(store.state.current, "a", "an answer that is out of date is not shown");
  assert.deepEqual(engine.asked[1], { parameters: { d: { n: 3 } }, disabled: ["x"] });
  engine.answer(result([finding("three")]));
  await settle();
  assert.equal(store.state.current, "three");
  assert.equal(store.state.rerunning, false);
  assert.equal(engine.asked.length, 2);
});

test("an analysis that fails leaves the page able to run another", async () => {
  const { engine, store, controller } = await loaded();
  void controller.reanalyze(() => ({}));
  await settle();
  engine.answer({ kind: "crashed", message: "x" });
  await settle();
  assert.equal(store.state.failure?.kind, "crashed");
  assert.equal(store.state.rerunning, false);
  store.dispatch({ type: "dismiss failure" });
  void controller.reanalyze(() => ({}));
  await settle();
  assert.equal(engine.asked.length, 2);
});

test("whatever is thrown becomes a failure", () => {
  assert.deepEqual(failureOf({ kind: "memory", message: "m" }), { kind: "memory", message: "m" });
  assert.deepEqual(failureOf(new Error("e")), { kind: "crashed", message: "e" });
  assert.deepEqual(failureOf(null), { kind: "crashed", message: "null" });
});
