import assert from "node:assert/strict";
import { test } from "node:test";
import { laneEvent } from "./fixture";
import { besides, useLaneKeys } from "./use-lane-keys";
import type { View } from "./view";

const events = [0, 1, 0, 3].map((lane, i) => laneEvent(i * 100, lane, { uuid: `e${i}` }));
const full = { from: 0, to: 300 };

function pressed(key: string, current: string, view: View = full, shiftKey = false) {
  const said: { view?: View; current?: string; opened?: string; kept: boolean } = { kept: false };
  const keys = useLaneKeys({
    events,
    lanes: 4,
    current,
    full,
    view,
    onView: (v) => (said.view = v),
    onCurrent: (uuid) => (said.current = uuid),
    onOpen: (uuid) => (said.opened = uuid),
  });
  keys.press({ key, shiftKey, preventDefault: () => (said.kept = true) } as unknown as KeyboardEvent);
  return said;
}

test("arrows go from event to event and end at the ends", () => {
  assert.equal(pressed("ArrowRight", "").current, "e0");
  assert.equal(pressed("ArrowRight", "e0").current, "e1");
  assert.equal(pressed("ArrowLeft", "e2").current, "e1");
  assert.equal(pressed("ArrowRight", "e3").current, undefined);
  assert.equal(pressed("End", "e0").current, "e3");
  assert.equal(pressed("Home", "e3").current, "e0");
});

test("up and down change the lane, over lanes without events", () => {
  assert.equal(pressed("ArrowDown", "e2").current, "e1");
  assert.equal(pressed("ArrowDown", "e1").current, "e3");
  assert.equal(pressed("ArrowUp", "e0").current, undefined);
  assert.equal(besides(events, 3, 4, -1)?.uuid, "e1");
});

test("Enter opens and Escape lets go, and only where there is an event", () => {
  assert.equal(pressed("Enter", "e1").opened, "e1");
  assert.equal(pressed("Escape", "e1").current, "");
  assert.equal(pressed("Enter", "").kept, false);
  assert.equal(pressed("Escape", "").kept, false);
});

test("keys zoom around the event, pan, and show all again", () => {
  const { view } = pressed("+", "e1");
  assert.deepEqual(view, { from: 40, to: 220 });
  assert.deepEqual(pressed("0", "e1", view).view, full);
  assert.equal(pressed("ArrowRight", "e1", { from: 0, to: 100 }, true).view?.from, 20);
  assert.equal(pressed("x", "e1").kept, false);
});
