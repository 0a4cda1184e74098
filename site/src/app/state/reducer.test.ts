import assert from "node:assert/strict";
import { test } from "node:test";
import { finding, result } from "./fixture";
import type { Finding } from "../../engine/types";
import { difference, reduce, type Action } from "./reducer";
import { initial, screenOf, shellStateOf, type State } from "./state";

const run = (actions: Action[], from: State = initial) => actions.reduce(reduce, from);
const job = { mode: "replace", names: ["a.csv"], total: 100, progress: null } as const;
const progress = { phase: "reading", bytes: 1, total: 100, events: 1, rejected: 0, elapsed: 5 } as const;
const abc = () => result([finding("a", { severity: "high" }), finding("b"), finding("c")]);
const loaded = () => run([{ type: "engine ready" }, { type: "load", job }, { type: "loaded", result: abc(), chosen: 7 }]);

test("screens and the shell's state follow a load from start to findings", () => {
  const steps: [Action, string, string][] = [
    [{ type: "engine ready" }, "start", "ready"],
    [{ type: "load", job }, "reading", "reading"],
    [{ type: "progress", progress }, "reading", "reading"],
    [{ type: "progress", progress: { ...progress, phase: "analyzing" } }, "reading", "analyzing"],
    [{ type: "loaded", result: abc(), chosen: 7 }, "report", "done"],
    [{ type: "rerun" }, "report", "analyzing"],
    [{ type: "rerun done", result: abc(), chosen: 9 }, "report", "done"],
  ];
  let state = initial;
  assert.equal(shellStateOf(state), "ready", "files are taken while the engine starts");
  for (const [action, screen, shell] of steps) {
    state = reduce(state, action);
    assert.equal(screenOf(state), screen, action.type);
    assert.equal(shellStateOf(state), shell, action.type);
  }
});

test("cancelling goes back to what was there before", () => {
  assert.equal(screenOf(run([{ type: "load", job }, { type: "cancelled" }])), "start");
  assert.equal(screenOf(run([{ type: "load", job }, { type: "cancelled" }], loaded())), "report");
});

test("a failure keeps the last result, and the next load forgets the failure", () => {
  const failed = run([{ type: "load", job }, { type: "failed", failure: { kind: "empty", message: "x" } }], loaded());
  assert.equal(screenOf(failed), "failed");
  assert.equal(shellStateOf(failed), "failed");
  assert.equal(screenOf(reduce(failed, { type: "dismiss failure" })), "report");
  assert.equal(screenOf(reduce(failed, { type: "load", job })), "reading");
});

test("progress that comes after the end is ignored", () => {
  const state = loaded();
  assert.equal(reduce(state, { type: "progress", progress }), state);
});

test("a new log starts at its first finding, unfiltered", () => {
  const state = run(
    [
      { type: "filter", filter: { text: "x" } },
      { type: "view", view: "log" },
      { type: "loaded", result: result([finding("z")]), chosen: 8 },
    ],
    loaded(),
  );
  assert.equal(state.current, "z");
  assert.equal(state.open, null);
  assert.equal(state.view, "overview");
  assert.equal(state.filter.text, "");
});

test("moving stops at both ends and follows the filter", () => {
  const state = loaded();
  const at = (s: State, to: "next" | "previous" | "first" | "last") => reduce(s, { type: "move", to }).current;
  assert.equal(at(state, "previous"), "a");
  assert.equal(at(state, "next"), "b");
  assert.equal(at(state, "last"), "c");
  assert.equal(at({ ...state, current: "c" }, "next"), "c");
  assert.equal(at({ ...state, current: "c" }, "first"), "a");
  const filtered = reduce(state, { type: "filter", filter: { severities: ["medium"] } });
  assert.equal(filtered.current, "b");
  assert.equal(at(filtered, "previous"), "b");
});

test("what a filter or another analysis removes is neither current nor open", () => {
  const open = reduce(loaded(), { type: "open", id: "a" });
  const filtered = reduce(open, { type: "filter", filter: { severities: ["medium"] } });
  assert.equal(filtered.open, null);
  assert.equal(filtered.current, "b");
  const rerun = reduce(open, { type: "rerun done", result: result([finding("c"), finding("d")]), chosen: 9 });
  assert.equal(rerun.open, null);
  assert.equal(rerun.current, "c");
  const { gained, lost, came, went } = rerun.change!;
  assert.deepEqual([gained, lost, came.map((f) => f.id), went.map((f) => f.id)], [1, 2, ["d"], ["a", "b"]]);
  const none = reduce(open, { type: "rerun done", result: result([]), chosen: 9 });
  assert.equal(none.current, null);
  assert.equal(reduce(none, { type: "move", to: "next" }).current, null);
});

test("a finding that an allow-list sets aside counts as gone, whether it is shown or not", () => {
  const aside = finding("a", { suppressed: { list: "users", entry: "alice@example.com", reason: "scan" } });
  const [a, b] = [finding("a"), finding("b")];
  const counts = (before: Finding[], after: Finding[]) => {
    const { gained, lost } = difference(before, after);
    return [gained, lost];
  };
  assert.deepEqual(counts([a, b], [b, aside]), [0, 1]);
  assert.deepEqual(counts([b], [b, aside]), [0, 0]);
  assert.deepEqual(counts([b, aside], [a, b]), [1, 0]);
});
