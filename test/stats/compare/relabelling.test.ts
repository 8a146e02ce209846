import { expect, it } from "vitest";
import { relabellingTest } from "../../../src/stats/compare/relabelling.ts";
import { signFlip } from "../../../src/stats/compare/sign-flip.ts";

// scipy 1.17.1: stats.fisher_exact([[3, 5], [9, 1]], "two-sided" | "less")
it("comes to the chance of a difference as large in Fisher's test, for a single case", () => {
  // The passes are dealt out by the same distribution.
  const baseline = { passed: 9, trials: 10 };
  const candidate = { passed: 3, trials: 8 };
  const exact = 0.042986425339366516;
  const { pValue = 2, pLess = 2 } =
    relabellingTest([{ baseline, candidate }], { resamples: 39_999 }) ?? {};
  expect(Math.abs(pValue - exact)).toBeLessThan(0.004);
  expect(Math.abs(pLess - 0.031674208144796386)).toBeLessThan(0.004);
});

it("equals the sign-flip test when all numbers of trials are equal", () => {
  const differences = [4, -1, 3, 2, 5, -2, 1, 3, 0, 1];
  const pairs = differences.map((difference) => ({
    baseline: { passed: Math.max(0, -difference), trials: 5 },
    candidate: { passed: Math.max(0, difference), trials: 5 },
  }));
  const flipped = signFlip(
    differences.map((difference) => difference / 5),
    differences.map(() => 1),
  );
  const relabelled = relabellingTest(pairs);
  expect(Math.abs((relabelled?.pValue ?? 2) - (flipped?.pValue ?? -2))).toBeLessThan(0.01);
  expect(Math.abs((relabelled?.pLess ?? 2) - (flipped?.pLess ?? -2))).toBeLessThan(0.01);
});

it("finds nothing when there is only one way to deal", () => {
  const pairs = [
    { baseline: { passed: 5, trials: 5 }, candidate: { passed: 1, trials: 1 } },
    { baseline: { passed: 0, trials: 5 }, candidate: { passed: 0, trials: 1 } },
  ];
  expect(relabellingTest(pairs)).toEqual({ pValue: 1, pLess: 1 });
});

it("is the same twice", () => {
  const pairs = [{ baseline: { passed: 3, trials: 5 }, candidate: { passed: 0, trials: 3 } }];
  expect(relabellingTest(pairs, { seed: 3 })).toEqual(relabellingTest(pairs, { seed: 3 }));
});

it("spends fewer rounds on very many cases, and still counts in the labels seen", () => {
  const pairs = Array.from({ length: 20_000 }, () => ({
    baseline: { passed: 5, trials: 5 },
    candidate: { passed: 1, trials: 3 },
  }));
  expect(relabellingTest(pairs)).toEqual({ pValue: 1 / 1000, pLess: 1 / 1000 });
  expect(relabellingTest(pairs, { resamples: 99 })?.pValue).toBe(1 / 100);
});
