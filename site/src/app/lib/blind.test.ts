import assert from "node:assert/strict";
import { test } from "node:test";
import { detector } from "../state/fixture";
import { daysNeeded, needsOf } from "./blind";

const blind = (id: string, ...missing: string[]) => detector(id, { status: "not_evaluable", missing });

test("detections are grouped by what would make them look, the most first", () => {
  const needs = needsOf([
    detector("ran"),
    detector("off", { status: "disabled" }),
    blind("a", "14 days of history (the log has 13.8)"),
    blind("b", "securityContext.isProxy"),
    blind("c", "securityContext.isProxy", "debugContext.debugData.dtHash"),
    blind("d", "list watchlist_countries"),
    blind("e", "client.ipAddress"),
    blind("f", "1 day of history (the log has 0.2)"),
    blind("g", "securityContext.asNumber", "7 days of history (the log has 2)"),
  ]);
  assert.deepEqual(
    needs.map((n) => [n.remedy, n.detectors.map((d) => d.id).join("")]),
    [
      ["api", "bcg"],
      ["history", "af"],
      ["console", "e"],
      ["list", "d"],
    ],
  );
  assert.equal(daysNeeded(needs[1]!), 14);
  assert.equal(daysNeeded(needs[3]!), 0);
  assert.deepEqual(needs[0]!.missing.filter((m) => m === "securityContext.isProxy").length, 1);
});
