import { expect, it } from "vitest";
import { changedValues } from "../../src/chat/session-case.ts";

type Values = Readonly<Record<string, unknown>>;

it.each<[sentence: string, before: Values, after: Values, changed: Values]>([
  ["is empty if nothing changed", { a: 1, b: { c: [1] } }, { b: { c: [1] }, a: 1 }, {}],
  ["holds what is new", {}, { seat: "14C", paid: null }, { seat: "14C", paid: null }],
  [
    "holds what is different",
    { seat: "14C", name: "Ann" },
    { seat: "1A", name: "Ann" },
    { seat: "1A" },
  ],
  ["says what is gone", { seat: "14C", name: "Ann" }, { name: "Ann" }, { seat: { $absent: true } }],
  [
    "goes into objects",
    { flight: { from: "LHR", to: "LIS" } },
    { flight: { from: "LHR", to: "FAO" } },
    { flight: { to: "FAO" } },
  ],
  [
    "says what is gone from an object",
    { flight: { to: "LIS" } },
    { flight: {} },
    { flight: { to: { $absent: true } } },
  ],
  ["takes lists whole", { seats: ["1A"] }, { seats: ["1A", "1B"] }, { seats: ["1A", "1B"] }],
  [
    "takes an object whole that was none",
    { flight: null },
    { flight: { to: "LIS" } },
    { flight: { to: "LIS" } },
  ],
  [
    "lets be anything what looks like a matcher",
    { price: 1 },
    { price: { $ref: "usd" }, all: [{ $id: 1 }] },
    { price: { $any: true }, all: [{ $any: true }] },
  ],
  ["leaves out names that would be matchers", { $a: 1, $b: 1 }, { $b: 2, c: 3 }, { c: 3 }],
])("%s", (_, before, after, changed) => {
  expect(changedValues(before, after)).toEqual(changed);
});
