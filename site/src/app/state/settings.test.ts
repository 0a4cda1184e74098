import assert from "node:assert/strict";
import { test } from "node:test";
import type { Configuration, Engine, OwnRule, Report } from "../../engine/types";
import type { Controller } from "./controller";
import { detector, report } from "./fixture";
import { Settings } from "./settings";
import { Store } from "./store";

/** Settings over an engine that takes everything but what the test names. */
function start(options: { report?: Report; rules?: OwnRule[]; from?: Configuration; refuses?: (text: string) => boolean } = {}) {
  const store = new Store();
  if (options.report) store.dispatch({ type: "loaded", result: { report: options.report, elapsed: 1 }, chosen: 1 });
  let own: readonly OwnRule[] = options.rules ?? [];
  const asked: Configuration[] = [];
  const configured: Configuration[] = [];
  const engine = {
    ownRules: () => own,
    setRules: (rules: readonly OwnRule[]) => void (own = rules),
    configure: (c: Configuration) => void configured.push(c),
    check: (text: string) => {
      if (options.refuses?.(text)) return Promise.resolve({ errors: [{ line: 3, message: "no" }] });
      return Promise.resolve({ errors: [], configuration: JSON.parse(text) as Configuration });
    },
  } as unknown as Engine;
  const controller = {
    wanted: options.from ?? {},
    reanalyze: (change: (from: Configuration) => Configuration) => {
      asked.push(change(options.from ?? {}));
      return Promise.resolve();
    },
  } as unknown as Controller;
  const settings = new Settings(controller, engine, store);
  return { settings, store, asked, configured, names: () => own.map((r) => r.name) };
}

const rule = (name: string, text = "") => ({ name, text });
const mine = report([], [detector("mine", { rule_file: "own.yml" }), detector("built-in")]);

test("a change that the engine refuses is told and not made", async () => {
  const { settings, asked } = start({ refuses: (text) => text.includes("192.0.2.1/24") });
  const entry = (value: string) => ({ value, reason: "office" });
  assert.deepEqual(await settings.allow("networks", entry("192.0.2.1/24")), [{ line: 3, message: "no" }]);
  assert.deepEqual(asked, []);
  assert.deepEqual(await settings.allow("networks", entry("192.0.2.0/24")), []);
  assert.deepEqual(asked, [{ allow: { networks: [entry("192.0.2.0/24")] } }]);
});

test("an entry that is edited moves to its list", async () => {
  const old = { value: "a@example.com", reason: "x" };
  const { settings, asked } = start({ from: { allow: { users: [old, { value: "b@example.com", reason: "y" }] } } });
  await settings.allow("api_tokens", { value: "00T1", reason: "x" }, { list: "users", entry: old });
  assert.deepEqual(asked, [
    { allow: { users: [{ value: "b@example.com", reason: "y" }], api_tokens: [{ value: "00T1", reason: "x" }] } },
  ]);
});

test("a rule that is kept takes the place of the one that it was, under its new name", async () => {
  const { settings, names, asked } = start({ report: mine, rules: [rule("a.yml"), rule("own.yml"), rule("c.yml")] });
  await settings.keepRule(rule("new.yml"), "own.yml");
  assert.deepEqual(names(), ["a.yml", "new.yml", "c.yml"]);
  await settings.keepRule(rule("d.yml"), null);
  assert.deepEqual(names(), ["a.yml", "new.yml", "c.yml", "d.yml"]);
  await settings.keepRule(rule("a.yml", "x"), "d.yml");
  assert.deepEqual(names(), ["new.yml", "c.yml", "a.yml"]);
  await settings.removeRule("c.yml");
  assert.deepEqual(names(), ["new.yml", "a.yml"]);
  assert.equal(asked.length, 4);
});

test("what was set for a rule that is no more is dropped, what is still good stays", async () => {
  const from: Configuration = {
    parameters: { mine: { minimum: 2 }, "built-in": { n: 1 } },
    disabled: ["mine"],
    severities: { mine: "high" },
    allow: {
      users: [
        { value: "a", reason: "x", detections: ["mine"] },
        { value: "b", reason: "x", detections: ["mine", "built-in"] },
        { value: "c", reason: "x" },
      ],
    },
  };
  const gone = start({ report: mine, rules: [rule("own.yml")], from, refuses: () => true });
  await gone.settings.removeRule("own.yml");
  assert.deepEqual(gone.asked, [
    {
      parameters: { "built-in": { n: 1 } },
      disabled: [],
      severities: {},
      allow: {
        users: [
          { value: "b", reason: "x", detections: ["built-in"] },
          { value: "c", reason: "x" },
        ],
      },
    },
  ]);
  const same = start({ report: mine, rules: [rule("own.yml")], from });
  await same.settings.keepRule(rule("own.yml", "again"), "own.yml");
  assert.deepEqual(same.asked, [from]);
});

test("a configuration without a log waits for one", async () => {
  const { settings, store, configured, names } = start({ rules: [rule("old.yml")] });
  const text = JSON.stringify({ disabled: ["x"], rules: [rule("a.yml")] });
  await settings.open(new File([text], "c.json"));
  assert.deepEqual(configured, [{ disabled: ["x"] }]);
  assert.deepEqual(store.state.configuration, { disabled: ["x"] });
  assert.deepEqual(names(), ["a.yml"]);
  assert.match(store.state.notice?.text ?? "", /“c\.json” is in force for the log that you open next\. 1 rule file .* removed/);
});

test("a configuration with an error changes nothing and says where", async () => {
  const { settings, store, asked, names } = start({ report: mine, rules: [rule("own.yml")], refuses: () => true });
  await settings.open(new File(["{"], "c.json"));
  assert.deepEqual(store.state.refused, { name: "c.json", errors: [{ line: 3, message: "no" }] });
  assert.equal(store.state.view, "detections");
  assert.match(store.state.notice?.text ?? "", /“c\.json”, line 3: no\. Nothing was changed\./);
  assert.deepEqual([asked, names()], [[], ["own.yml"]]);
});

test("what is saved is the shortest form, with the rules", async () => {
  const { settings } = start({ rules: [rule("own.yml", "title: x")], from: { parameters: {}, disabled: [], allow: { users: [] }, show_suppressed: false } });
  assert.deepEqual(JSON.parse(settings.text()), { rules: [rule("own.yml", "title: x")] });
  assert.equal(start().settings.text(), "{}\n");
});
