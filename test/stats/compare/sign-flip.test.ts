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
  expect(Math.abs(p - mcnemarExact(up, down))).toBeLessThan(0.01);
});

it("comes to the p-value of all 2^10 patterns of signs", () => {
  const sums = [0.8, -0.2, 0.6, 0.4, 1, -0.4, 0.2, 0.6, 0, 0.2];
  const seen = Math.abs(sums.reduce((sum, one) => sum + one, 0));
  let asFar = 0;
  for (let pattern = 0; pattern < 1024; pattern += 1) {
    const flipped = sums.reduce((sum, one, bit) => sum + ((pattern >> bit) & 1 ? -one : one), 0);
    if (Math.abs(flipped) >= seen - 1e-9) asFar += 1;
  }
  const p = signFlip(sums, ones(10), { resamples: 39_999 })?.pValue ?? 2;
  expect(Math.abs(p - asFar / 1024)).toBeLessThan(0.005);
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
  expect(signFlip(ones(5), ones(5))?.pValue).toBeGreaterThan(0.05);
  expect(signFlip(ones(7), ones(7))?.pValue).toBeLessThan(0.05);
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

it("takes sums that are 0 on paper as ties", () => {
  // 0.1 + 0.2 − 0.3 is not 0 in floating point.
  const sums = [0.1, 0.2, -0.3, 0.1, 0.2, -0.3, 0.1, 0.2, -0.3];
  expect(signFlip(sums, ones(9))?.pValue).toBe(1);
});
