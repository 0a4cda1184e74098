import assert from "node:assert/strict";
import { test } from "node:test";
import type { RedactField } from "../../engine/export-types";
import { allowedOf, fieldTitle, groupsOf, withFields } from "./field-groups";

const field = (key: string, usual = false, carried = true): RedactField => ({ key, column: "", default: usual, carried });
const fields = [
  field("eventType", true),
  field("actor.alternateId"),
  field("client.geographicalContext.city"),
  field("request.ipChain[].geographicalContext.state"),
  field("request.ipChain[].ip"),
  field("client.device", true),
  field("debugContext.debugData.factor", true),
  field("device.name", false, false),
];

test("fields that the log carries are in one group each", () => {
  const groups = groupsOf(fields).map((g) => `${g.title}: ${g.fields.map((f) => f.key.replace(/^.*\./, "")).join(" ")}`);
  assert.deepEqual(groups, [
    "Who: alternateId",
    "Place: city state",
    "Network: ip",
    "Browser and device: device",
    "What happened: eventType",
    "Particulars: factor",
  ]);
});

test("titles are words", () => {
  assert.equal(fieldTitle(field("actor.alternateId")), "Actor’s login name");
  assert.equal(fieldTitle(field("debugContext.debugData.factorIntent")), "Factor intent");
});

test("a choice that is that by default again is none", () => {
  const one = withFields(fields, null, ["actor.alternateId"], true);
  assert.deepEqual(one, ["eventType", "actor.alternateId", "client.device", "debugContext.debugData.factor"]);
  assert.equal(withFields(fields, one, ["actor.alternateId"], false), null);
  assert.deepEqual(withFields(fields, null, fields.map((f) => f.key), false), []);
  assert.deepEqual([...allowedOf(fields, [])], []);
});
