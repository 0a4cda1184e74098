import assert from "node:assert/strict";
import { test } from "node:test";
import type { GoMessage } from "../../shell/messages";
import { finding, result } from "./fixture";
import { Store } from "./store";
import { linkTrail } from "./trail";

function linked() {
  const store = new Store();
  const sent: string[] = [];
  let go: (message: GoMessage) => void = () => assert.fail("nobody listens");
  linkTrail(store, {
    sendPlace: (place, view, push) => sent.push(`${push ? "push" : "name"} ${place} ${view}`),
    onGo: (listener) => (go = listener),
  });
  const load = () => store.dispatch({ type: "loaded", result: result([finding("a")]), chosen: 0 });
  return { store, sent, load, go: (place: number, view: string) => go({ type: "go", place, view }) };
}

test("another view is another place; a filter is not", () => {
  const { store, sent, load } = linked();
  load();
  store.dispatch({ type: "view", view: "events" });
  store.dispatch({ type: "query", text: "ip:203.0.113.7" });
  store.dispatch({ type: "entity", entity: { kind: "session", id: "s1" } });
  store.dispatch({ type: "entity", entity: { kind: "user", id: "u1" } });
  assert.deepEqual(sent, ["name 0 overview", "push 1 events", "push 2 entity", "push 3 entity"]);
});

test("back restores the place as it was left, and is no new one", () => {
  const { store, sent, load, go } = linked();
  load();
  store.dispatch({ type: "events", query: "actor:mallory" });
  store.dispatch({ type: "query", text: "actor:mallory result:SUCCESS" });
  store.dispatch({ type: "entity", entity: { kind: "session", id: "s1" } });
  go(1, "events");
  assert.equal(store.state.view, "events");
  assert.equal(store.state.query, "actor:mallory result:SUCCESS");
  assert.equal(sent.length, 3);
  go(2, "entity");
  assert.deepEqual(store.state.entity, { kind: "session", id: "s1" });
  go(0, "overview");
  store.dispatch({ type: "view", view: "log" });
  assert.equal(sent.at(-1), "push 1 log");
});

test("an address with a view is followed once there is a log", () => {
  const { store, load, go } = linked();
  go(-1, "log");
  load();
  assert.equal(store.state.view, "log");
  go(-1, "findings");
  assert.equal(store.state.view, "findings");
  go(-1, "nonsense");
  assert.equal(store.state.view, "findings");
  go(-1, "entity"); // there is none to show
  assert.equal(store.state.view, "findings");
});
