import { expect, it } from "vitest";
import { mcnemarExact } from "../../../src/stats/compare/exact-tests.ts";
import { signFlip } from "../../../src/stats/compare/sign-flip.ts";

const ones = (length: number): number[] => Array.from({ length }, () => 1);

it.each([
  [0, 6],
  [2, 10],
  [7, 7],
  [40, 60],
])("comes to McNemar's p-value for %d cases up and %d down, within its resampling", (up, down) => {
  const sums = [...ones(up), ...ones(down).map(() => -1), ...ones(30).map(() => 0)];
  const p = signFlip(sums, ones(sums.length), { resamples: 39_999 })?.pValue ?? 2;
  expect(Math.abs(p - mcnemarExact(up, down).pValue)).toBeLessThan(0.01);
});

// scipy 1.17.1: stats.permutation_test((sums,), lambda x, axis: np.round(np.sum(x, axis=axis), 9),
//   permutation_type="samples", n_resamples=np.inf, alternative="two-sided" | "less").
it.each([
  [[0.8, -0.2, 0.6, 0.4, 1, -0.4, 0.2, 0.6, 0, 0.2], 0.0703125, 0.982421875],
  [[-0.8, 0.2, -0.6, -0.4, -1, 0.4, -0.2, -0.6, 0, -0.2], 0.0703125, 0.03515625],
  // Sums that are 0 on paper and not in floating point.
  [[0.1, 0.2, -0.3, 0.1, 0.2, -0.3, 0.1, 0.2, -0.3], 1, 0.560546875],
  [
    [-1, -0.4, -0.6, 0.2, -0.2, -0.8, 0, 0.4, -0.6, -0.2, -0.4, 0.2, -1],
    0.03076171875,
    0.015380859375,
  ],
  [[3, -1, 2, 0.5, -0.25, 1.5], 0.1875, 0.921875],
])("has scipy's exact p-values for %j", (sums, pValue, pLess) => {
  expect(signFlip(sums, ones(sums.length))).toMatchObject({ pValue, pLess });
});

it("comes close to them when it draws patterns at random", () => {
  const sums = [-1, -0.4, -0.6, 0.2, -0.2, -0.8, 0, 0.4, -0.6, -0.2, -0.4, 0.2, -1];
  const { pValue = 2, pLess = 2 } = signFlip(sums, ones(13), { resamples: 8190 }) ?? {};
  expect(Math.abs(pValue - 0.03076171875)).toBeLessThan(0.004);
  expect(pValue).not.toBe(0.03076171875);
  expect(Math.abs(pLess - 0.015380859375)).toBeLessThan(0.003);
});

it("bounds the mean by what the exact test does not reject", () => {
  const sums = [0.8, -0.2, 0.6, 0.4, 1, -0.4, 0.2, 0.6, 0, 0.2];
  const { lower = 0, upper = 0 } = signFlip(sums, ones(10)) ?? {};
  const shifted = (by: number) =>
    signFlip(
      sums.map((sum) => sum - by),
      ones(10),
    )?.pValue;
  expect(shifted(lower + 1e-6)).toBeGreaterThan(0.05);
  expect(shifted(lower - 1e-6)).toBeLessThanOrEqual(0.05);
  expect(shifted(upper - 1e-6)).toBeGreaterThan(0.05);
  expect(shifted(upper + 1e-6)).toBeLessThanOrEqual(0.05);
});

it("mirrors itself when the sides are swapped", () => {
  const sums = [0.8, -0.2, 0.6, 0.4, 1, -0.4, 0.2, 0.6, 0, 0.2];
  const there = signFlip(sums, ones(10));
  const back = signFlip(
    sums.map((sum) => -sum),
    ones(10),
  );
  expect(there?.pValue).toBe(back?.pValue);
  expect(there?.lower).toBeCloseTo(-(back?.upper ?? 9), 12);
});

it("bounds nothing when the clusters are too few for the level", () => {
  expect(signFlip(ones(5), ones(5))).toMatchObject({ lower: -Infinity, upper: Infinity });
  expect(signFlip(ones(5), ones(5))?.pValue).toBe(2 / 2 ** 5);
  expect(signFlip(ones(7), ones(7))?.pValue).toBe(2 / 2 ** 7);
  expect(signFlip(ones(7), ones(7))?.lower).toBe(1);
});

it("counts in the pattern that was seen, so that nothing is ever certain", () => {
  expect(signFlip(ones(60), ones(60))?.pValue).toBe(2 / 10_000);
  expect(signFlip(ones(60), ones(60), { resamples: 99 })?.pValue).toBe(2 / 100);
});

it("excludes 0 from its interval exactly when it rejects", () => {
  for (let shift = 0; shift < 40; shift += 1) {
    const sums = Array.from({ length: 25 }, (_, index) => ((index * 7) % 11) - 5 + shift / 10);
    const { pValue = 2, lower = 0, upper = 0 } = signFlip(sums, ones(25)) ?? {};
    expect(lower > 0 || upper < 0).toBe(pValue <= 0.05);
  }
});
