import { expect, it } from "vitest";
import { canonicalJson } from "../../src/json/canonical.ts";
import { showPath } from "../../src/json/fault.ts";
import { show } from "../../src/json/show.ts";

it.each([
  [[], ""],
  [["turns", 1, "expect"], "turns[1].expect"],
  [[0, "a"], "[0].a"],
  [["a key", "$gt"], '["a key"].$gt'],
  [["orders", "7", 7], "orders.7[7]"],
  [["환불", "a.b", ""], '환불["a.b"][""]'],
])("shows the path %j as %s", (path, shown) => {
  expect(showPath(path)).toBe(shown);
});

it("shows a value as JSON, and nothing in a word", () => {
  expect([undefined, null, "a", [1]].map((value) => show(value))).toEqual([
    "nothing",
    "null",
    '"a"',
    "[1]",
  ]);
});

it.each([
  [
    { b: 1, a: { d: [1, { z: 1, y: 2 }], c: null } },
    '{"a":{"c":null,"d":[1,{"y":2,"z":1}]},"b":1}',
  ],
  [{ a: undefined, b: () => 1, c: Symbol("c"), d: 0 }, '{"d":0}'],
  [[undefined, Number.NaN, -0], "[null,null,0]"],
  [{ at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  [JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  [undefined, "null"],
])("writes %j in one way only", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});
