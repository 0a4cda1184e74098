import assert from "node:assert/strict";
import { test } from "node:test";
import { technique } from "./techniques";

test("techniques and sub-techniques have a name and an address", () => {
  assert.deepEqual(technique("T1539"), {
    id: "T1539",
    name: "Steal Web Session Cookie",
    address: "attack.mitre.org/techniques/T1539/",
  });
  assert.equal(technique("T1550.004").address, "attack.mitre.org/techniques/T1550/004/");
});

test("an unknown technique has an address but no name, and no id neither", () => {
  assert.deepEqual(technique("T9999.123"), { id: "T9999.123", name: "", address: "attack.mitre.org/techniques/T9999/123/" });
  assert.deepEqual(technique("constructor"), { id: "constructor", name: "", address: "" });
  assert.equal(technique("T1539/../../evil").address, "");
});
