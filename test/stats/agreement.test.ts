import { expect, it } from "vitest";
import { agreement, cohensKappa, krippendorffAlpha } from "../../src/stats/agreement.ts";

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

// scikit-learn 1.9.1: metrics.cohen_kappa_score
it.each([
  [20, 5, 10, 15, 0.4],
  [45, 15, 25, 15, 0.13043478260869568],
  [9, 1, 2, 3, 0.5263157894736842],
  [1, 2, 2, 1, -0.33333333333333326],
])("%d and %d, %d and %d have scikit-learn's kappa", (both, first, second, neither, kappa) => {
  const times = (count: number, ...pair: readonly [string, string]) => Array(count).fill(pair);
  const pairs = [
    ...times(both, "yes", "yes"),
    ...times(first, "yes", "no"),
    ...times(second, "no", "yes"),
    ...times(neither, "no", "no"),
  ];
  expect(cohensKappa(pairs)).toBeCloseTo(kappa, 12);
});

// krippendorff 0.9.0: alpha(reliability_data, level_of_measurement="nominal")
it.each([
  [["111", "101", "000", "110", "001", "111", "11", "00", "1"], 0.46153846153846156],
  [["aba", "ccc", "aaa", "bbc", "abc"], 0.33783783783783783],
])("votes %j have the alpha of the package krippendorff", (things, alpha) => {
  expect(krippendorffAlpha(things.map((votes) => [...votes]))).toBeCloseTo(alpha, 12);
});

it("has no coefficient where nothing could differ", () => {
  expect(cohensKappa([])).toBeUndefined();
  expect(cohensKappa([["yes", "yes"]])).toBeUndefined();
  expect(krippendorffAlpha([["yes"], ["no"]])).toBeUndefined();
  expect(krippendorffAlpha([["yes", "yes"]])).toBeUndefined();
});
