import { expect, it } from "vitest";
import { binomialCdf, binomialTerm } from "../../../src/stats/distributions/binomial.ts";

function binomialProbability(successes: number, trials: number, p: number): number {
  return binomialTerm(successes, trials - successes, p, 1 - p);
}

// scipy 1.17.1: stats.binom.pmf(successes, trials, p) and stats.binom.cdf(…)
it.each([
  [3, 10, 0.5, 0.1171875, 0.171875],
  [0, 5, 0.3, 0.16807, 0.16807],
  [12, 20, 0.7, 0.11439673970486108, 0.22772820258183968],
  [480, 1000, 0.5, 0.011340982371187717, 0.10872414660207075],
  [2, 3000, 0.001, 0.22407913859822406, 0.42307800105883075],
])("%d of %d at %d has scipy's probabilities", (successes, trials, p, exactly, atMost) => {
  expect(binomialProbability(successes, trials, p) / exactly).toBeCloseTo(1, 11);
  expect(binomialCdf(successes, trials, p) / atMost).toBeCloseTo(1, 11);
});

it.each([
  [0, 4, 0, 1],
  [1, 4, 0, 0],
  [4, 4, 1, 1],
  [3, 4, 1, 0],
  [0, 0, 0.5, 1],
])("%d of %d at the certain %d has probability %d", (successes, trials, p, expected) => {
  expect(binomialProbability(successes, trials, p)).toBe(expected);
});

it("adds up to 1 over all counts of thousands of trials", () => {
  let sum = 0;
  for (let successes = 0; successes <= 5000; successes += 1) {
    sum += binomialProbability(successes, 5000, 0.37);
  }
  expect(sum).toBeCloseTo(1, 11);
});

it("keeps its digits for ten billion trials", () => {
  // mpmath with 60 digits, by loggamma.
  expect(binomialProbability(5_000_070_000, 1e10, 0.5) / 2.994549312837634e-6).toBeCloseTo(1, 10);
});
