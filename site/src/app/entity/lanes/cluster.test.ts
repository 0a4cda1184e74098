import assert from "node:assert/strict";
import { test } from "node:test";
import type { LaneEvent } from "../model";
import { clusters, nearest } from "./cluster";
import { laneEvent as at } from "./fixture";

const room = { mark: 12, number: 28 };
const sizes = (events: LaneEvent[], lanes: number, scale: number) =>
  clusters(events, lanes, 0, scale, room).map((c) => [c.lane, c.events.length]);

test("marks far enough apart stay marks", () => {
  assert.deepEqual(sizes([at(0), at(12), at(24)], 1, 1), [[0, 1], [0, 1], [0, 1]]);
});

test("marks on each other become a number, which splits when the scale grows", () => {
  const events = [at(0), at(5), at(40)];
  assert.deepEqual(sizes(events, 1, 1), [[0, 2], [0, 1]]);
  assert.deepEqual(sizes(events, 1, 3), [[0, 1], [0, 1], [0, 1]]);
});

test("lanes do not touch each other, and no event is lost", () => {
  const events: LaneEvent[] = [];
  for (let t = 0; t < 500; t += 3) events.push(at(t, t % 3));
  for (const scale of [0.01, 0.3, 1, 7]) {
    const list = clusters(events, 3, 0, scale, room);
    assert.equal(list.reduce((sum, c) => sum + c.events.length, 0), events.length);
    for (const c of list) assert.ok(c.events.every((e) => e.lane === c.lane));
  }
});

test("marks of a lane never overlap by more than half a mark", () => {
  const events: LaneEvent[] = [];
  for (let i = 0; i < 400; i++) events.push(at((i * i * 7) % 3000));
  events.sort((a, b) => a.time - b.time);
  const list = clusters(events, 1, 0, 1, room);
  for (let i = 1; i < list.length; i++) {
    const half = (c: (typeof list)[number]) => (c.events.length > 1 ? room.number : room.mark) / 2;
    const gap = list[i]!.x - half(list[i]!) - (list[i - 1]!.x + half(list[i - 1]!));
    assert.ok(gap >= -0.001, `marks ${i - 1} and ${i} overlap by ${-gap}`);
  }
});

test("the nearest mark of the lane within reach", () => {
  const list = clusters([at(0), at(50), at(52, 1)], 2, 0, 1, room);
  assert.equal(nearest(list, 0, 44, 10)?.events[0]?.time, 50);
  assert.equal(nearest(list, 1, 44, 10)?.lane, 1);
  assert.equal(nearest(list, 0, 25, 10), undefined);
});
