import { expect, it } from "vitest";
import { fisherExact, mcnemarExact } from "../../../src/stats/compare/exact-tests.ts";

// scipy 1.17.1: stats.fisher_exact([[k, n - k], [k0, n0 - k0]], "less" | "greater").
// 3 of 4 against 1 of 4 is Fisher's lady tasting tea, 0.2429 in R's ?fisher.test.
it.each([
  [3, 4, 1, 4, 0.24285714285714283, 0.9857142857142858],
  [5, 5, 1, 5, 0.023809523809523808, 1],
  [5, 5, 0, 5, 0.003968253968253969, 1],
  [5, 5, 2, 5, 0.08333333333333333, 1],
  [4, 5, 1, 5, 0.1031746031746032, 0.996031746031746],
  [0, 3, 3, 3, 1, 0.05],
  [9, 10, 3, 10, 0.009883305548940223, 0.9996427720885925],
  [45, 50, 38, 50, 0.05418479204411025, 0.9844936302253963],
  [900, 1000, 850, 1000, 0.0004475437693453447, 0.9997278860177965],
  [1, 2, 1, 3, 0.7, 0.9],
  [2, 2, 3, 3, 1, 1],
])("%d of %d against %d of %d has scipy's p-values", (k0, n0, k, n, less, greater) => {
  const test = fisherExact({ passed: k0, trials: n0 }, { passed: k, trials: n });
  expect((test?.less ?? 0) / less).toBeCloseTo(1, 10);
  expect((test?.greater ?? 0) / greater).toBeCloseTo(1, 10);
});

it("of Fisher turns around when the sides are swapped", () => {
  const one = { passed: 7, trials: 12 };
  const other = { passed: 3, trials: 9 };
  const there = fisherExact(one, other);
  const back = fisherExact(other, one);
  expect(there?.less).toBeCloseTo(back?.greater ?? 0, 12);
});

// scipy 1.17.1: stats.binomtest(gained, gained + lost, 0.5, "two-sided" | "less").pvalue.
it.each([
  [1, 0, 1, 1],
  [0, 5, 0.0625, 0.03125],
  [0, 6, 0.03125, 0.015625],
  [2, 10, 0.03857421875, 0.019287109375],
  [10, 2, 0.03857421875, 0.996826171875],
  [59, 6, 4.964650327128616e-12, 0.9999999999997565],
  [600, 500, 0.0028195449914364284, 0.998844999697965],
])("%d gained and %d lost have scipy's p-values", (gained, lost, pValue, pLess) => {
  const test = mcnemarExact(gained, lost);
  expect(test.pValue / pValue).toBeCloseTo(1, 10);
  expect(test.pLess / pLess).toBeCloseTo(1, 10);
});

it("of McNemar finds the same two-sided p-value when the sides are swapped", () => {
  expect(mcnemarExact(7, 7).pValue).toBe(1);
  expect(mcnemarExact(121, 101).pValue).toBe(mcnemarExact(101, 121).pValue);
});
