import assert from "node:assert/strict";
import { test } from "node:test";
import { entriesOf, isExpired } from "./allow-entries";

test("entries are listed list by list", () => {
  const e = (value: string) => ({ value, reason: "x" });
  const all = entriesOf({ allow: { networks: [e("192.0.2.0/24")], users: [e("a"), e("b")] } });
  assert.deepEqual(
    all.map(({ list, entry }) => [list, entry.value]),
    [
      ["users", "a"],
      ["users", "b"],
      ["networks", "192.0.2.0/24"],
    ],
  );
  assert.deepEqual(entriesOf({}), []);
});

test("a day counts to its end, a moment to itself", () => {
  const e = (expires?: string) => ({ value: "a", reason: "x", ...(expires && { expires }) });
  assert.equal(isExpired(e(), "2030-01-01T00:00:00Z"), false);
  assert.equal(isExpired(e("2026-03-01"), "2026-03-01T23:59:59.999Z"), false);
  assert.equal(isExpired(e("2026-03-01"), "2026-03-02T00:00:00.000Z"), true);
  assert.equal(isExpired(e("2026-03-01T12:00:00Z"), "2026-03-01T11:59:59Z"), false);
  assert.equal(isExpired(e("2026-03-01T12:00:00Z"), "2026-03-01T12:00:00Z"), true);
});
