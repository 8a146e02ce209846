import { expect, it } from "vitest";
import { detectableDifference } from "../../../src/stats/compare/detectable-difference.ts";

// scipy 1.17.1: optimize.brentq on this, with k = stats.t.ppf(0.975, C−1) + stats.t.ppf(0.8, C−1):
// δ² − k² (SE² + δ(1−δ)/C)
it.each([
  [0.03, 100, 0.126756],
  [0.01, 1000, 0.032106],
  [0.05, 400, 0.149063],
])("with a standard error of %d over %d clusters is %d", (standardError, clusters, expected) => {
  expect(detectableDifference(standardError, clusters)).toBeCloseTo(expected, 6);
});

it("is the share of cases that six flips need if no case was seen to differ", () => {
  // scipy 1.17.1: stats.binom.sf(5, 100, 0.0779) is 0.8.
  expect(detectableDifference(0, 100)).toBeCloseTo(0.0779, 4);
});

it.each([
  [5, undefined],
  [1, undefined],
])("with %d clusters is %s: no pattern of signs is rare enough", (clusters, expected) => {
  expect(detectableDifference(0.1, clusters)).toBe(expected);
  expect(detectableDifference(0.1, 6)).toBeDefined();
});

it("falls with more clusters, and rises with noise, power and a stricter level", () => {
  const base = detectableDifference(0.05, 50) ?? 0;
  expect(detectableDifference(0.05, 100)).toBeLessThan(base);
  expect(detectableDifference(0.08, 50)).toBeGreaterThan(base);
  expect(detectableDifference(0.05, 50, { power: 0.9 })).toBeGreaterThan(base);
  expect(detectableDifference(0.05, 50, { alpha: 0.01 })).toBeGreaterThan(base);
});

it("is smaller for a difference that falls on single trials, and the same for one trial a case", () => {
  // scipy 1.17.1: brentq as above with C · 5 for C in the last term.
  expect(detectableDifference(0.03, 100, { spread: 5 })).toBeCloseTo(0.092461, 6);
  // Six of 100 differ if five trials of each do with a chance of 1 − (1 − 0.0779)^(1/5).
  expect(detectableDifference(0, 100, { spread: 5 })).toBeCloseTo(0.0161, 4);
  expect(detectableDifference(0.03, 100, { spread: 1 })).toBe(detectableDifference(0.03, 100));
});

it("is a case more for the exact test of whole cases, and never more than all", () => {
  const base = detectableDifference(0.05, 50) ?? 0;
  expect(detectableDifference(0.05, 50, { exact: true })).toBeCloseTo(base + 1 / 50, 12);
  expect(detectableDifference(0.4, 6, { exact: true })).toBe(1);
});
