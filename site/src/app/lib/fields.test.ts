import assert from "node:assert/strict";
import { test } from "node:test";
import { exportWith } from "./fields";

test("fields of the console's CSV are known in every spelling", () => {
  for (const field of [
    "client.userAgent.rawUserAgent",
    "client.user_agent.raw_user_agent",
    "client.useragent.rawuseragent",
    "published",
    "timestamp",
    "target[].displayName",
    "target3.alternate_id",
    "debugContext.debugData.requestUri",
    "authenticationContext.rootSessionId",
  ]) {
    assert.equal(exportWith([field]), "console", field);
  }
});

test("one field that the console's CSV lacks wants the API", () => {
  assert.equal(exportWith(["debugContext.debugData.dtHash"]), "api");
  assert.equal(exportWith(["client.ipAddress", "securityContext.asNumber"]), "api");
  assert.equal(exportWith(["client.ipAddress", "uuid"]), "console");
});
