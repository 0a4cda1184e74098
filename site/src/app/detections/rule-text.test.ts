import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanFileName, fileNameOf, linesOf, offsetOf, placeOf, ruleOfExpression, titleOf } from "./rule-text";

test("a place is found by line and column, characters counted", () => {
  const text = "ab\n😀cd\n\nx";
  assert.equal(offsetOf(text, 1, 1), 0);
  assert.equal(offsetOf(text, 2, 1), 3);
  assert.equal(text[offsetOf(text, 2, 2)], "c");
  assert.equal(offsetOf(text, 1, 9), 2, "not behind the line's end");
  assert.equal(offsetOf(text, 4, 1), text.length - 1);
  assert.equal(offsetOf(text, 9, 1), text.length);
  assert.equal(linesOf(text), 4);
  assert.equal(linesOf(""), 1);
  assert.equal(placeOf({ line: 3, column: 2, message: "" }), "Line 3, column 2");
  assert.equal(placeOf({ line: 3, message: "" }), "Line 3");
  assert.equal(placeOf({ line: 0, message: "" }), "");
});

test("an expression becomes a rule, whatever is in it", () => {
  assert.equal(
    ruleOfExpression('  eventType eq "a: b"\r\n\n  and not (result eq "x")\n', 'Mine: "a" # b', "info"),
    `title: "Mine: \\"a\\" # b"
logsource:
  product: okta
  service: okta
level: informational
detection:
  okta_systemlog: |-
    eventType eq "a: b"

      and not (result eq "x")
`,
  );
});

test("files are named after titles, each once", () => {
  assert.equal(titleOf('# x\ntitle: "Ein Titel"\nid: 1'), "Ein Titel");
  assert.equal(titleOf("title:"), "");
  assert.equal(titleOf("id: 1"), "");
  assert.equal(fileNameOf("Löschung von 2 Regeln!", []), "lo-schung-von-2-regeln.yml");
  assert.equal(fileNameOf("…", [{ name: "own-rule.yml", text: "" }]), "own-rule-2.yml");
  assert.equal(cleanFileName(" mine "), "mine.yml");
  assert.equal(cleanFileName("a/b:c.YAML"), "a-b-c.YAML");
  assert.equal(cleanFileName(".."), "");
  assert.equal(cleanFileName(" "), "");
});
