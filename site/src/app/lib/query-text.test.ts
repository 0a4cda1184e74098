import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { term, withTerm } from "./query-text";

interface Case {
  query: string;
  field: string;
  value: string;
  negate: boolean;
  term: string;
  want: string;
}

const cases = JSON.parse(readFileSync("../../../analyzer/query/testdata/terms.json", "utf8")) as Case[];

test("a term is written as the engine writes it", () => {
  assert.ok(cases.length > 20);
  for (const c of cases) assert.equal(term(c.field, c.value, c.negate), c.term);
});

test("a query takes one more term", () => {
  for (const c of cases) {
    assert.equal(withTerm(c.query, c.field, c.value, c.negate), c.want);
    if (!c.want.includes("NOT ")) assert.equal(withTerm(c.want, c.field, c.value, c.negate), c.want, "a second time");
  }
});

test("what was included can be excluded, and the other way round", () => {
  for (const c of cases.filter((c) => c.query === "")) {
    const turned = withTerm(c.want, c.field, c.value, !c.negate);
    assert.equal(turned, term(c.field, c.value, !c.negate));
  }
});

test("quotes and parentheses that are not closed are no trouble", () => {
  for (const query of ['"a OR b', "(a OR b", "a)", "\\"]) assert.ok(withTerm(query, "ip", "192.0.2.1", false).endsWith("ip:192.0.2.1"));
});
