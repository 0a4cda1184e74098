import assert from "node:assert/strict";
import { test } from "node:test";
import { detailFields, groupOf, type Group } from "./detail-groups";

const cases: [name: string, path: string, group: Group][] = [
  ["type", "eventType", "What"],
  ["uri", "debugContext.debugData.requestUri", "What"],
  ["transaction", "transaction.id", "What"],
  ["actor.id", "actor.id", "Who"],
  ["externalSessionId", "authenticationContext.externalSessionId", "Who"],
  ["ip", "client.ipAddress", "Where"],
  ["city", "client.geographicalContext.city", "Where"],
  ["asn", "securityContext.asNumber", "Where"],
  ["agent", "client.userAgent.rawUserAgent", "With what"],
  ["browser", "agent.browser", "With what"],
  ["dtHash", "debugContext.debugData.dtHash", "With what"],
  ["result", "outcome.result", "Outcome"],
  ["behaviors", "debugContext.debugData.behaviors", "Outcome"],
  ["version", "version", "Other"],
];

for (const [name, path, group] of cases) {
  test(`${name} says ${group.toLowerCase()}`, () => {
    assert.equal(groupOf({ name, path }), group);
  });
}

test("an event is told by its own fields, not by those made of them, nor by its targets'", () => {
  const list = ["time", "type", "user", "actor.id", "target", "target[].id"].map((name) => ({ name, alias: name === "type" ? "eventType" : "", column: "", title: "", values: 1 }));
  const fields = detailFields({ list, names: list.map((f) => f.name) });
  assert.deepEqual([...fields.values()].flat(), ["type", "actor.id"]);
});
