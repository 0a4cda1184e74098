import assert from "node:assert/strict";
import { test } from "node:test";
import { everything } from "../state/filter";
import { finding, report } from "../state/fixture";
import { eventWords, filterWords } from "./filter-words";

const r = report([finding("a")]);
const range = { from: Date.UTC(2026, 5, 14, 9), to: Date.UTC(2026, 5, 14, 10) };

test("without a filter there is nothing to say", () => {
  assert.equal(filterWords(everything, null, r), "");
  assert.equal(filterWords({ ...everything, sort: "latest", text: " " }, null, r), "");
  assert.equal(eventWords(" ", null), "");
});

test("everything that chooses is named, users by their login name", () => {
  const filter = { ...everything, severities: ["critical", "high"], user: "00u1", statuses: ["false_positive"], starred: true, text: " lagos " } as const;
  assert.equal(
    filterWords(filter, range, r),
    "severity critical or high; user alice@example.com; status false positive; starred; text “lagos”; 2026-06-14 09:00:00 to 2026-06-14 10:00:00 UTC",
  );
  assert.equal(filterWords({ ...everything, user: "00u9" }, null, r), "user 00u9");
});

test("events are chosen by a query and a range", () => {
  assert.equal(eventWords("ip:192.0.2.0/24 ", range), "ip:192.0.2.0/24; 2026-06-14 09:00:00 to 2026-06-14 10:00:00 UTC");
});
