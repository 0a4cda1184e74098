import assert from "node:assert/strict";
import { test } from "node:test";
import { columnOf, fieldsOf, ordered, profileOf, titleOf } from "./columns";

const present = ["time", "severity", "type", "result", "user", "ip", "grantType"];

test("a profile shows the fields that the log has", () => {
  assert.deepEqual(fieldsOf("minimal", present), ["time", "type", "result", "user", "ip"]);
  assert.deepEqual(fieldsOf("minimal", ["severity"]), ["time"]);
  assert.deepEqual(fieldsOf("all", present), ["time", "type", "result", "user", "ip", "severity", "grantType"]);
});

test("before the log's fields are known, the usual ones are shown", () => {
  assert.deepEqual(fieldsOf("minimal", []), ["time", "type", "result", "user", "ip"]);
  assert.deepEqual(fieldsOf("all", []), fieldsOf("standard", []));
});

test("the profile of a choice is known again", () => {
  const wide = [...present, "browser", "os"];
  assert.equal(profileOf(fieldsOf("standard", wide), wide), "standard");
  assert.equal(profileOf(fieldsOf("all", wide), wide), "all");
  assert.equal(profileOf(["time", "severity"], wide), null);
});

test("fields stand in the order of the table, once", () => {
  assert.deepEqual(ordered(["zzz", "severity", "time", "severity"]), ["time", "severity", "zzz"]);
});

test("a field without a title of its own gets one from its key", () => {
  assert.equal(columnOf("ip").title, "Address");
  assert.equal(titleOf("grantType"), "Grant type");
  assert.equal(titleOf("target[].detailEntry.oktaDeviceId"), "Target okta device ID");
  assert.equal(titleOf("transaction.detail.rootApiTokenId"), "Transaction detail root API token ID");
  assert.equal(titleOf("device.os_platform"), "Device OS platform");
});
