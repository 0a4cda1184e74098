import assert from "node:assert/strict";
import { test } from "node:test";
import { fact, facts } from "./facts";

test("keys become labels, and their last word the unit", () => {
  const cases: [string, unknown, string, string[]][] = [
    ["distance_km", 5201.4, "Distance", ["5,201 km"]],
    ["distance_km", 4.449, "Distance", ["4.45 km"]],
    ["speed_kmh", 91066.1, "Speed", ["91,066 km/h"]],
    ["span_seconds", 524.739, "Span", ["8 min 45 s"]],
    ["window_minutes", 60, "Window", ["1 h"]],
    ["history_days", 1, "History", ["1 day"]],
    ["pushes", 9, "Pushes", ["9"]],
    ["agent_changed", true, "Agent changed", ["yes"]],
    ["idp", "evil-idp", "Identity provider", ["evil-idp"]],
    ["user_ids", ["a", "b"], "User ids", ["a", "b"]],
    ["ips", [], "Addresses", ["none"]],
    ["started", "2026-06-24T14:06:47.699Z", "Started", ["2026-06-24 14:06:47 UTC"]],
    ["session", "", "Session", ["none"]],
    ["gap", null, "Gap", ["none"]],
  ];
  for (const [key, value, label, values] of cases) assert.deepEqual(fact(key, value), { label, values }, key);
});

test("a unit's word is part of the label where the value is no number", () => {
  assert.deepEqual(fact("active_days", ["Monday", "Sunday"]), { label: "Active days", values: ["Monday", "Sunday"] });
  assert.deepEqual(fact("km", 3), { label: "Km", values: ["3"] });
  assert.deepEqual(fact("legs_km", [100, 2000]), { label: "Legs", values: ["100 km", "2,000 km"] });
});

test("nested facts are written out", () => {
  assert.deepEqual(fact("legs", [{ from: "Berlin", to: "Lagos", distance_km: 5201 }]).values, [
    "from Berlin; to Lagos; distance 5,201 km",
  ]);
});

test("the order is that of the keys, the ends of a movement first", () => {
  const labels = facts({ to: "Lagos", speed_kmh: 1, agents: [], from: "Berlin" }).map((f) => f.label);
  assert.deepEqual(labels, ["From", "To", "Agents", "Speed"]);
});
