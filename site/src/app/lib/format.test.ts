import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, count, duration, plural, rate, timeLeft } from "./format";

test("counts have separators and nouns have numbers", () => {
  assert.equal(count(1048576), "1,048,576");
  assert.equal(plural(1, "event"), "1 event");
  assert.equal(plural(0, "event"), "0 events");
  assert.equal(plural(2048, "address", "addresses"), "2,048 addresses");
});

test("sizes change unit where the number would reach four digits", () => {
  const cases: [number, string][] = [
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [147_200_000, "147.2 MB"],
    [6_900_000_000, "6.9 GB"],
    [2_000_000_000_000_000, "2,000.0 TB"],
  ];
  for (const [n, want] of cases) assert.equal(bytes(n), want);
});

test("a rate needs something done in some time", () => {
  assert.equal(rate(161_000_000, 1000), "161.0 MB/s");
  assert.equal(rate(0, 1000), "");
  assert.equal(rate(1000, 0), "");
});

test("durations show their two largest units", () => {
  const cases: [number, string][] = [
    [0, "0 ms"],
    [312, "312 ms"],
    [1000, "1 s"],
    [2345, "2.35 s"],
    [9_994, "9.99 s"],
    [9_999, "10.0 s"],
    [12_345, "12.3 s"],
    [59_949, "59.9 s"],
    [59_950, "1 min"],
    [60_000, "1 min"],
    [255_826, "4 min 16 s"],
    [3_600_000, "1 h"],
    [3_900_000, "1 h 5 min"],
    [90_000_000, "1 d 1 h"],
    [86_400_000 * 90, "90 d"],
    [-60_000, "−1 min"],
  ];
  for (const [ms, want] of cases) assert.equal(duration(ms), want, String(ms));
});

test("the time left is coarse, and unknown before anything is known", () => {
  assert.equal(timeLeft(0, 100, 1000), "");
  assert.equal(timeLeft(50, 100, 100), "");
  assert.equal(timeLeft(100, 100, 1000), "");
  assert.equal(timeLeft(50, 100, 2000), "less than 5 s");
  assert.equal(timeLeft(10, 100, 2000), "about 20 s");
  assert.equal(timeLeft(1, 100, 2000), "about 4 min");
});
