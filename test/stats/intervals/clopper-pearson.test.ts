import { expect, it } from "vitest";
import { binomialCdf } from "../../../src/stats/distributions/binomial.ts";
import { exactLowerBound, trialsToShow } from "../../../src/stats/intervals/clopper-pearson.ts";

// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 5: 97.5 % on each side.
it.each([
  [81, 263, 0.2527],
  [15, 148, 0.0578],
  [0, 20, 0],
  [1, 29, 0.0009],
])("%d of %d has the lower end that Newcombe published", (passed, trials, lower) => {
  expect(exactLowerBound({ passed, trials }, 0.975)).toBeCloseTo(lower, 4);
});

// NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.4.1: 4 of 20, 95 % on each side.
it("has the bound of NIST's example", () => {
  expect(exactLowerBound({ passed: 4, trials: 20 })).toBeCloseTo(0.071354, 6);
});

it("is where the chance of as many passes is just 5 %", () => {
  for (let passed = 1; passed <= 40; passed++) {
    const bound = exactLowerBound({ passed, trials: 40 }) ?? NaN;
    expect(1 - binomialCdf(passed - 1, 40, bound)).toBeCloseTo(0.05, 10);
  }
});

it.each([
  [0.8, 14],
  [0.9, 29],
  [0.95, 59],
])("shows %d by no fewer than %d passes", (bound, needed) => {
  expect(trialsToShow(bound)).toBe(needed);
  const shown = (trials: number): number => exactLowerBound({ passed: trials, trials }) ?? NaN;
  expect(shown(needed)).toBeGreaterThanOrEqual(bound);
  expect(shown(needed - 1)).toBeLessThan(bound);
});
