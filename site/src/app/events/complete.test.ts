import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, slotAt } from "./complete";
import { mostQueries, remember } from "./history";

// The caret is at the bar.
const slots: [query: string, field: string | null, prefix: string, part: string][] = [
  ["|", null, "", ""],
  ["ac|", null, "ac", "ac"],
  ["type:a ac|", null, "ac", "ac"],
  ["-ac|", null, "ac", "ac"],
  ["user:al|", "user", "al", "al"],
  ["-user:al|", "user", "al", "al"],
  ["user:|", "user", "", ""],
  ['city:"New Y|', "city", "New Y", '"New Y'],
  ['city:"New Y|ork" x', "city", "New Y", '"New York"'],
  ["country:(Germany OR Fr|", "country", "Fr", "Fr"],
  ["(country:Germany OR us|)", null, "us", "us"],
  ["url:https://a|", "url", "https://a", "https://a"],
  ["user:a\\*|", "user", "a*", "a\\*"],
  ["us|er:alice", null, "us", "user:alice"],
];

for (const [marked, field, prefix, part] of slots) {
  test(`completing ${marked}`, () => {
    const caret = marked.indexOf("|");
    const text = marked.replace("|", "");
    const slot = slotAt(text, caret)!;
    assert.equal(slot.field, field);
    assert.equal(slot.prefix, prefix);
    assert.equal(text.slice(slot.from, slot.to), part);
  });
}

test("nothing is completed behind a parenthesis or in an operator", () => {
  assert.equal(slotAt("(a OR b)", 8), null);
  assert.equal(slotAt("a OR", 4), null);
});

test("what fills a slot is followed by room for the next term", () => {
  const of = (text: string, by: string) => fill(text, slotAt(text, text.length)!, by);
  assert.deepEqual(of("us", "user:"), { text: "user:", caret: 5 });
  assert.deepEqual(of("-user:al", "alice@example.com"), { text: "-user:alice@example.com ", caret: 24 });
  assert.deepEqual(fill("city:Ber)", slotAt("city:Ber)", 8)!, "Berlin"), { text: "city:Berlin)", caret: 11 });
});

test("queries are remembered once, the last one first", () => {
  assert.deepEqual(remember([], " "), []);
  assert.deepEqual(remember(["b", "a"], " a "), ["a", "b"]);
  let list: readonly string[] = [];
  for (let i = 0; i < 50; i++) list = remember(list, `q${i}`);
  assert.equal(list.length, mostQueries);
  assert.equal(list[0], "q49");
});
