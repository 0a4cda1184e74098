import type { Engine, EventRow, Failure, Configuration, OwnRule, RawRecord } from "../../engine/types";
import type { Mode } from "../../shell/messages";
import { plural } from "../lib/format";
import { plain } from "../lib/text";
import { mayBeConfiguration, splitConfigurations } from "./configuration-files";
import { parametersOf } from "./parameters";
import { isRuleFile } from "./rule-files";
import { fitting, mayBeReport, sameFiles, savedOf, splitReports, triageOf, type Saved } from "./saved";
import { Settings } from "./settings";
import type { Store } from "./store";

/** Turns what the user does into work of the engine, and its answers into actions. */
export class Controller {
  /** Settles when the loads that were asked for have ended, however they ended. */
  #loading: Promise<void> = Promise.resolve();
  /** Counts what makes earlier loads void: cancelling, and replacing the log. */
  #epoch = 0;
  /** The parameters that the next analysis of the loaded log is to use. */
  #wanted: Configuration | null = null;
  /** The own rules that the result was analysed with. */
  #ran: readonly OwnRule[] = [];
  readonly settings: Settings;

  constructor(
    readonly engine: Engine,
    private readonly store: Store,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.settings = new Settings(this, engine, store);
    engine.onHash = (report) => store.dispatch({ type: "hashed", report });
    engine.ready.then(
      () => store.dispatch({ type: "engine ready" }),
      (reason: unknown) => store.dispatch({ type: "engine broken", failure: failureOf(reason, "start") }),
    );
  }

  /**
   * Analyses files. Replacing ends a load that runs; adding waits for it.
   * Folders cannot be read: they fail as a whole rather than being left out in
   * silence.
   */
  async open(files: readonly File[], mode: Mode, folders: readonly string[] = []): Promise<void> {
    const chosen = this.now();
    if (folders.length > 0) {
      this.#stop();
      await this.#loading;
      this.store.dispatch({ type: "failed", failure: folderFailure(folders) });
      return;
    }
    if (files.some(mayBeConfiguration)) {
      const { configurations, others } = await splitConfigurations(files);
      files = others;
      if (configurations.length > 0 && files.length === 0) await this.#loading;
      for (const file of configurations) await this.settings.open(file);
      if (files.length === 0) return;
    }
    const rules = files.filter(isRuleFile);
    if (rules.length > 0) {
      await this.#addRules(rules, rules.length === files.length);
      files = files.filter((f) => !isRuleFile(f));
      if (files.length === 0) return;
    }
    let reports: File[] = [];
    if (files.some(mayBeReport)) {
      const epoch = this.#epoch;
      ({ reports, others: files } = await splitReports(files));
      // Another log was asked for while these were looked into.
      if (epoch !== this.#epoch && mode === "replace") return;
    }
    if (files.length > 0) {
      if (mode === "replace") this.#stop();
      const epoch = this.#epoch;
      this.#loading = this.#loading.then(() => this.#run(files, mode, epoch, chosen));
    }
    for (const report of reports) {
      this.#loading = this.#loading.then(() => this.#openReport(report, files.length > 0 || report !== reports[0], chosen));
    }
    await this.#loading;
  }

  /**
   * Opens a saved report in the place of the log; of the log that is open, or
   * beside another file, only its triage is taken over.
   */
  async #openReport(file: File, onlyTriage: boolean, chosen: number): Promise<void> {
    const { store, engine } = this;
    const name = `“${plain(file.name)}”`;
    const text = await file.text().catch(() => "");
    const saved = savedOf(text);
    if (saved && (await this.#takeOver(saved, name))) return;
    if (onlyTriage) {
      const why = saved ? "is not a report of this log" : "could not be read as a report";
      return store.dispatch({ type: "notice", text: `${name} ${why}: nothing was taken over from it.` });
    }
    const epoch = this.#epoch;
    store.dispatch({ type: "load", job: { mode: "replace", names: [file.name], total: file.size, progress: null } });
    try {
      await engine.ready;
      if (epoch !== this.#epoch) return store.dispatch({ type: "cancelled" });
      const report = await engine.openReport(file);
      store.dispatch({ type: "loaded", result: { report, elapsed: 0, saved: file.name }, chosen });
      store.dispatch({ type: "triage loaded", triage: triageOf(report.triage) });
    } catch (reason) {
      const failure = failureOf(reason);
      store.dispatch(failure.kind === "cancelled" ? { type: "cancelled" } : { type: "failed", failure });
    }
  }

  /** Takes the triage of a report over, if it is of the log that is open; that shows when the hashes are known. */
  async #takeOver(saved: Saved, name: string): Promise<boolean> {
    const { store, engine } = this;
    const count = store.state.result?.report.log.files.length;
    if (!store.state.result || store.state.result.saved !== undefined || count !== saved.hashes.length) return false;
    if (await engine.hashed().then(() => false, () => true)) return false;
    const report = store.state.result?.report;
    if (!report || !sameFiles(report.log.files.map((f) => f.sha256), saved.hashes)) return false;
    const { triage, others } = fitting(saved.triage, report);
    store.dispatch({ type: "triage loaded", triage: { ...store.state.triage, ...triage } });
    const n = Object.keys(triage).length;
    const lost = others === 0 ? "" : ` ${plural(others, "other is", "others are")} of findings that this analysis does not have.`;
    store.dispatch({ type: "notice", text: `The triage of ${plural(n, "finding")} was taken over from ${name}.${lost}` });
    return true;
  }

  /** Keeps files of rules; where there is a log and no other file came with them, they run at once. */
  async #addRules(rules: readonly File[], alone: boolean): Promise<void> {
    const { store } = this;
    try {
      await this.engine.rules(rules);
    } catch (reason) {
      return store.dispatch({ type: "failed", failure: failureOf(reason) });
    }
    store.dispatch({ type: "rules", rules: this.engine.ownRules() });
    if (!alone) return;
    if (!store.state.result || store.state.job) {
      const names = rules.map((f) => `“${plain(f.name)}”`).join(", ");
      return store.dispatch({ type: "notice", text: `The rules of ${names} run on the log that you open next.` });
    }
    await this.settings.rulesChanged(rules.map((f) => f.name));
  }

  /** Ends the load that runs and those that wait; what was loaded before stays. */
  cancel(): void {
    if (!this.store.state.job) return;
    this.#stop();
    this.store.dispatch({ type: "notice", text: "Reading was cancelled." });
  }

  #stop(): void {
    this.#epoch++;
    if (this.store.state.job) this.engine.cancel();
  }

  async #run(files: readonly File[], mode: Mode, epoch: number, chosen: number): Promise<void> {
    const { store, engine } = this;
    if (epoch !== this.#epoch) return;
    const before = store.state.result;
    const as = before && before.saved === undefined ? mode : "replace";
    const { triage } = store.state;
    const total = files.reduce((sum, f) => sum + f.size, 0);
    store.dispatch({ type: "load", job: { mode: as, names: files.map((f) => f.name), total, progress: null } });
    try {
      await engine.ready;
      if (epoch !== this.#epoch) return store.dispatch({ type: "cancelled" });
      const result = await engine.load(files, as, (progress) => store.dispatch({ type: "progress", progress }));
      this.#ran = engine.ownRules();
      store.dispatch({ type: "loaded", result, chosen });
      // The log of a report that was open: what was made of its findings goes on.
      if (before?.saved !== undefined && Object.keys(triage).length > 0) {
        const hashes = before.report.log.files.map((f) => f.sha256);
        void this.#takeOver({ hashes, triage }, `“${plain(before.saved)}”`);
      }
    } catch (reason) {
      const failure = failureOf(reason);
      store.dispatch(failure.kind === "cancelled" ? { type: "cancelled" } : { type: "failed", failure });
    }
  }

  /** The configuration of the next analysis. */
  get wanted(): Configuration {
    const { result, configuration } = this.store.state;
    return this.#wanted ?? { ...configuration, ...(result && parametersOf(result.report)) };
  }

  /**
   * Analyses the loaded log again. Requests made while one runs come to one
   * more run with the last of them.
   */
  async reanalyze(change: (from: Configuration) => Configuration): Promise<void> {
    const { store } = this;
    if (!store.state.result) return;
    if (store.state.result.saved !== undefined) {
      return store.dispatch({ type: "notice", text: "Only the log can be analysed again: open the log that this report is of." });
    }
    const before = { ...this.wanted, rules: [...this.#ran] };
    this.#wanted = change(this.wanted);
    if (store.state.rerunning) return;
    const chosen = this.now();
    store.dispatch({ type: "rerun" });
    const epoch = this.#epoch;
    try {
      for (let asked: Configuration | null = null; asked !== this.#wanted; ) {
        asked = this.#wanted!;
        const result = await this.engine.reanalyze(asked);
        if (epoch !== this.#epoch || store.state.job) break;
        if (asked !== this.#wanted) continue;
        this.#ran = this.engine.ownRules();
        return store.dispatch({ type: "rerun done", result, chosen, configuration: asked, before });
      }
      store.dispatch({ type: "rerun cancelled" });
    } catch (reason) {
      const failure = failureOf(reason);
      const refused = failure.message.startsWith("configuration:");
      if (refused) store.dispatch({ type: "notice", text: `${plain(failure.message, 400)}. Nothing was changed.` });
      store.dispatch(failure.kind === "cancelled" || refused ? { type: "rerun cancelled" } : { type: "failed", failure });
    } finally {
      this.#wanted = null;
    }
  }

  events(uuids: readonly string[]): Promise<EventRow[]> {
    return this.engine.events(uuids);
  }

  raw(uuid: string): Promise<RawRecord> {
    return this.engine.raw(uuid);
  }
}

/** The failure that a promise of the engine was rejected with. */
export function failureOf(reason: unknown, otherwise: Failure["kind"] = "crashed"): Failure {
  if (typeof reason === "object" && reason !== null && "kind" in reason && "message" in reason) return reason as Failure;
  return { kind: otherwise, message: reason instanceof Error ? reason.message : String(reason) };
}

function folderFailure(folders: readonly string[]): Failure {
  const names = folders.map((f) => `“${plain(f)}”`).join(", ");
  return {
    kind: "unreadable",
    message: `${names} ${folders.length === 1 ? "is a folder" : "are folders"}: open it and drop the files inside instead.`,
  };
}
