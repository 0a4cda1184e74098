import type { AllowEntry, Allow, Configuration, Engine, OwnRule, SavedConfiguration, TextFault } from "../../engine/types";
import { plural } from "../lib/format";
import { plain } from "../lib/text";
import type { Controller } from "./controller";
import { ownDetections, shortest, withAllowed, withoutAllowed, withoutDetections } from "./parameters";
import type { Store } from "./store";

/** What the user sets, checked by the engine before it is in force. */
export class Settings {
  constructor(
    private readonly controller: Controller,
    private readonly engine: Engine,
    private readonly store: Store,
  ) {}

  /** The configuration with the own rules, as the next analysis takes it. */
  current(): SavedConfiguration {
    return { ...shortest(this.controller.wanted), rules: [...this.engine.ownRules()] };
  }

  /** The text of a file that the command line reads with -config. */
  text(): string {
    const { rules, ...rest } = this.current();
    return JSON.stringify({ ...rest, ...(rules?.length && { rules }) }, null, 2) + "\n";
  }

  /** Changes the configuration if the engine takes it; returns what is wrong with it. */
  async propose(change: (from: Configuration) => Configuration): Promise<TextFault[]> {
    const faults = await this.#faultsOf(change(this.controller.wanted));
    if (faults.length === 0) await this.controller.reanalyze(change);
    return faults;
  }

  /** Puts an entry on an allow-list, in the place of another one where that is given. */
  allow(list: keyof Allow, entry: AllowEntry, instead?: { list: keyof Allow; entry: AllowEntry }): Promise<TextFault[]> {
    return this.propose((from) => withAllowed(instead ? withoutAllowed(from, instead.list, instead.entry) : from, list, entry));
  }

  /** Takes a file of rules, in the place of the one of a name where that is given, and analyses the log with it. */
  keepRule(rule: OwnRule, instead: string | null): Promise<void> {
    const rules = this.engine.ownRules();
    const at = rules.findIndex((r) => r.name === (instead ?? rule.name));
    const others = rules.filter((r, i) => i !== at && r.name !== rule.name);
    const next = at < 0 ? [...others, rule] : [...rules.slice(0, at).filter((r) => r.name !== rule.name), rule, ...others.slice(at)];
    return this.setRules(next, [rule.name, ...(instead === null ? [] : [instead])]);
  }

  /** Takes a file of rules away and analyses the log without it. */
  removeRule(name: string): Promise<void> {
    return this.setRules(
      this.engine.ownRules().filter((r) => r.name !== name),
      [name],
    );
  }

  /** Takes rules in the place of all others; those of the files named may be others than before. */
  async setRules(rules: readonly OwnRule[], changed: readonly string[]): Promise<void> {
    this.engine.setRules(rules);
    await this.rulesChanged(changed);
  }

  /** Analyses the log with the own rules as they are now. */
  async rulesChanged(changed: readonly string[]): Promise<void> {
    const { store, controller } = this;
    store.dispatch({ type: "rules", rules: this.engine.ownRules() });
    const report = store.state.result?.report;
    if (!report) return;
    // What was set for a rule that is no more is void; what is still good stays.
    const gone = new Set(changed.flatMap((name) => [...ownDetections(report, name)]));
    const faults = gone.size > 0 ? await this.#faultsOf(controller.wanted) : [];
    await controller.reanalyze((from) => (faults.length > 0 ? withoutDetections(from, gone) : from));
  }

  /** Puts a configuration, its rules included, in the place of the one in force. */
  async apply({ rules, ...configuration }: SavedConfiguration): Promise<void> {
    this.engine.setRules(rules ?? []);
    this.engine.configure(configuration);
    this.store.dispatch({ type: "rules", rules: this.engine.ownRules() });
    this.store.dispatch({ type: "configuration refused", refused: null });
    if (this.store.state.result && !this.store.state.job) return this.controller.reanalyze(() => configuration);
    this.store.dispatch({ type: "configured", configuration });
  }

  /** Sets everything back to what it is at first; own rules stay. */
  resetAll(): Promise<void> {
    return this.controller.reanalyze(() => ({}));
  }

  /** Reads a file as a configuration and puts it in force, or says what is wrong with it. */
  async open(file: File): Promise<void> {
    const { store } = this;
    const name = plain(file.name);
    const refuse = (errors: readonly TextFault[]) => {
      store.dispatch({ type: "configuration refused", refused: { name: file.name, errors } });
      const first = errors[0]!;
      const place = first.line > 0 ? `, line ${first.line}` : "";
      store.dispatch({ type: "notice", text: `“${name}”${place}: ${plain(first.message, 300)}. Nothing was changed.` });
    };
    let text: string;
    try {
      text = await file.text();
    } catch {
      return refuse([{ line: 0, message: "the file cannot be read" }]);
    }
    const check = await this.engine.check(text).catch(() => null);
    if (!check) return refuse([{ line: 0, message: "the engine could not be asked what it says" }]);
    const { configuration, errors } = check;
    if (!configuration) return refuse(errors);
    const names = new Set((configuration.rules ?? []).map((r) => r.name));
    const gone = this.engine.ownRules().filter((r) => !names.has(r.name)).length;
    const removed = gone === 0 ? "" : ` ${plural(gone, "rule file")} that it does not have ${gone === 1 ? "was" : "were"} removed.`;
    const when = store.state.result && !store.state.job ? "is in force" : "is in force for the log that you open next";
    await this.apply(configuration);
    store.dispatch({ type: "notice", text: `The configuration of “${name}” ${when}.${removed}` });
  }

  async #faultsOf(configuration: Configuration): Promise<TextFault[]> {
    const text = JSON.stringify({ ...shortest(configuration), rules: this.engine.ownRules() });
    return (await this.engine.check(text)).errors;
  }
}
