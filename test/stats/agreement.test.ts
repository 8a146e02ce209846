import { expect, it } from "vitest";
import { agreement } from "../../src/stats/agreement.ts";

it.each([
  ["three of three", ["yes", "yes", "yes"], "yes", 1],
  ["two of three", ["yes", "no", "yes"], "yes", 2 / 3],
  ["a tie", ["yes", "no"], undefined, 0.5],
  ["a three-way tie", ["yes", "no", "unsure"], undefined, 1 / 3],
  ["the most of several kinds", ["a", "b", "c", "b"], "b", 0.5],
  ["a single vote", ["no"], "no", 1],
])("of %s says the majority and its share", (_, votes, majority, share) => {
  expect(agreement(votes)).toEqual({ majority, share });
});

it("takes votes of any kind", () => {
  expect(agreement([true, false, false])?.majority).toBe(false);
});
