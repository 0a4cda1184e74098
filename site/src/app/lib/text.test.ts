import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces, plain } from "./text";

test("ordinary text of every script is one run", () => {
  for (const text of ["alice@example.com", "Zoë Müller", "田中 太郎", "محمد", "<img src=x onerror=alert(1)>", "=1+1", "👩‍"]) {
    const { pieces: list, cut } = pieces(text.replace("\u200d", ""), 300);
    assert.deepEqual(list, [{ text: text.replace("\u200d", ""), named: false }]);
    assert.equal(cut, 0);
  }
  assert.deepEqual(pieces("", 300).pieces, []);
});

test("characters that nobody sees are named", () => {
  const cases: [string, string][] = [
    ["a\u202egpj.exe", "a[U+202E]gpj.exe"],
    ["\u2066x\u2069", "[U+2066]x[U+2069]"],
    ["ad\u200bmin", "ad[U+200B]min"],
    ["\ufeffadmin", "[U+FEFF]admin"],
    ["a\x00b\x1b[31m", "a[NUL]b[ESC][31m"],
    ["line\r\nnext\u2028last", "line[CR][LF]next[U+2028]last"],
    ["a\tb\x7f\x85", "a[TAB]b[DEL][U+0085]"],
    ["tag\u{e0041}", "tag[U+E0041]"],
    ["half \ud800 pair", "half [U+D800] pair"],
  ];
  for (const [text, want] of cases) assert.equal(plain(text), want);
});

test("with lines, line breaks and tabs stay, the others are still named", () => {
  const { pieces: list } = pieces("a\n\tb\u202e", 300, true);
  assert.deepEqual(list, [
    { text: "a\n\tb", named: false },
    { text: "U+202E", named: true },
  ]);
});

test("long text is cut, its length told, and no pair halved", () => {
  const { pieces: list, cut } = pieces("x".repeat(1_000_000), 5);
  assert.deepEqual(list, [{ text: "xxxxx", named: false }]);
  assert.equal(cut, 1_000_000);
  assert.equal(plain("abc😀def", 4), "abc…");
});
