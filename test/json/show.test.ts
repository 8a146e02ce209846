import { expect, it } from "vitest";
import { show, showPath } from "../../src/json/show.ts";

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
