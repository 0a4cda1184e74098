import assert from "node:assert/strict";
import { test } from "node:test";
import { beginsAsConfiguration, splitConfigurations } from "./configuration-files";

test("a configuration is told by its first key", () => {
  for (const text of ["{}", ' {\n "allow": {', '\ufeff{"show_suppressed" : true}', '{"rules": [', '{"parameters":{}}\n']) {
    assert.equal(beginsAsConfiguration(text), true, text);
  }
  for (const text of ["", "{", '{"uuid": "x"', '{"schema": "okta-session-analyzer/report/1"', '[{"allow": {}}]', '{"allowed": 1}', "allow: x"]) {
    assert.equal(beginsAsConfiguration(text), false, text);
  }
});

test("only small files of JSON are looked into", async () => {
  const file = (name: string, text: string) => new File([text], name);
  const all = [file("a.json", '{"lists": {}}'), file("b.json", '{"uuid": 1}'), file("c.csv", '{"lists": {}}'), file("D.JSON", "{}")];
  const { configurations, others } = await splitConfigurations(all);
  assert.deepEqual(configurations.map((f) => f.name), ["a.json", "D.JSON"]);
  assert.deepEqual(others.map((f) => f.name), ["b.json", "c.csv"]);
});
