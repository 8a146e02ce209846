import { expect, it } from "vitest";
import { canonicalJson, valueKey } from "../../src/json/canonical.ts";

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

it.each<[sentence: string, one: unknown, other: unknown]>([
  ["the order of members", { a: 1, b: { c: [], d: null } }, { b: { d: null, c: [] }, a: 1 }],
  ["what JSON leaves out", { a: 1 }, { a: 1, b: undefined, c: () => 1 }],
  ["an element that JSON cannot write", [null], [undefined]],
])("does not see %s", (_, one, other) => {
  expect(valueKey(one)).toBe(valueKey(other));
  expect(valueKey(one)).toMatch(/^[0-9a-f]{16}$/);
});

it("tells values of every kind apart", () => {
  const values: unknown[] = [
    "",
    "a",
    "ab",
    "ba",
    "1",
    "null",
    "true",
    "[]",
    "{}",
    " a",
    "a ",
    "\u0000",
    "😀",
    0,
    1,
    -1,
    1.5,
    true,
    false,
    null,
    [],
    [[]],
    [[], []],
    [1, 2],
    [2, 1],
    ["1", 2],
    [1, [2]],
    [null],
    [0],
    {},
    { a: {} },
    { a: 1 },
    { a: "1" },
    { b: 1 },
    { a: 1, b: 2 },
    { a: 2, b: 1 },
    { a: null },
    { a: { b: 1 }, c: 2 },
    { a: { c: 2 }, b: 1 },
    { a: { b: 1, c: 2 } },
  ];
  expect(new Set(values.map(valueKey)).size).toBe(values.length);
});

it("has no two keys alike among many small changes of one text", () => {
  const text = "You find out who can help the customer, and hand over.".repeat(4);
  const keys = new Set([valueKey(text)]);
  for (let at = 0; at < text.length; at++)
    for (let bit = 0; bit < 16; bit++) {
      const code = text.charCodeAt(at) ^ (1 << bit);
      keys.add(valueKey(text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)));
    }
  expect(keys.size).toBe(1 + 16 * text.length);
});
