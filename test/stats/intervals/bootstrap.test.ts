import { expect, it } from "vitest";
import {
  acceleration,
  bcaInterval,
  resample,
  type BootstrapOptions,
} from "../../../src/stats/intervals/bootstrap.ts";
import { clusteredMean } from "../../../src/stats/intervals/mean.ts";
import { randomFrom } from "../../../src/stats/random.ts";

const random = randomFrom(17);
const values = Array.from({ length: 200 }, () => random.fraction() + random.fraction());

/** The interval of the mean of these numbers, each a unit of its own. */
function intervalOfMean(numbers: readonly number[], options: BootstrapOptions = {}) {
  const units = numbers.length;
  const estimate = numbers.reduce((sum, value) => sum + value, 0) / units;
  const influences = Float64Array.from(numbers, (value) => value - estimate);
  const means: number[] = [];
  const kindOf = Int32Array.from(numbers, (_, unit) => unit);
  resample(kindOf, units, options, (drawn) => {
    means.push(numbers.reduce((sum, value, unit) => sum + value * (drawn[unit] ?? 0), 0) / units);
  });
  const resampled = { estimate, acceleration: acceleration(influences), units };
  return bcaInterval(Float64Array.from(means), resampled, options.confidence);
}

it("comes close to Student's t for the mean of a well-behaved sample", () => {
  const bootstrapped = intervalOfMean(values, { resamples: 5000 });
  const exact = clusteredMean(values)?.interval;
  const width = (exact?.upper ?? 0) - (exact?.lower ?? 0);
  expect(Math.abs((bootstrapped?.lower ?? 0) - (exact?.lower ?? 0))).toBeLessThan(0.05 * width);
  expect(Math.abs((bootstrapped?.upper ?? 0) - (exact?.upper ?? 0))).toBeLessThan(0.05 * width);
});

it("is the same twice, another with another seed, and wider with more confidence", () => {
  const of = (options: BootstrapOptions): unknown => intervalOfMean(values, options);
  expect(of({ seed: 9 })).toEqual(of({ seed: 9 }));
  expect(of({ seed: 9 })).not.toEqual(of({ seed: 10 }));
  const narrow = intervalOfMean(values, { confidence: 0.8 });
  const wide = intervalOfMean(values, { confidence: 0.99 });
  expect(wide?.lower).toBeLessThan(narrow?.lower ?? 0);
  expect(wide?.upper).toBeGreaterThan(narrow?.upper ?? 0);
});

it("leans towards the long tail", () => {
  const skewed = Array.from({ length: 40 }, (_, index) => (index < 3 ? 1 : 0));
  const interval = intervalOfMean(skewed);
  const estimate = 3 / 40;
  expect((interval?.upper ?? 0) - estimate).toBeGreaterThan(
    1.3 * (estimate - (interval?.lower ?? 0)),
  );
});

it("draws as many units as there are, each as often as its kind has units", () => {
  let rounds = 0;
  let ofFirst = 0;
  resample(Int32Array.from([0, 1, 1, 1]), 2, { resamples: 4000, seed: 2 }, (tally) => {
    rounds += 1;
    ofFirst += tally[0] ?? 0;
    expect((tally[0] ?? 0) + (tally[1] ?? 0)).toBe(4);
  });
  expect(rounds).toBe(4000);
  expect(ofFirst / rounds).toBeCloseTo(1, 1);
});

it("has Efron's acceleration: a sixth of the skewness of the influences over the root of their number", () => {
  expect(acceleration(Float64Array.of(1, 1, -2))).toBeCloseTo(-6 / (6 * 6 ** 1.5), 14);
  expect(acceleration(Float64Array.of(1, -2), Int32Array.of(2, 1))).toBeCloseTo(-(6 ** -1.5), 14);
  expect(acceleration(Float64Array.of(0, 0))).toBe(0);
});

it.each([
  ["one unit", [0.1, 0.2, 0.3], 1],
  ["no estimates", [], 10],
])("there is no interval for %s", (_, estimates, units) => {
  const resampled = { estimate: 0.2, acceleration: 0, units };
  expect(bcaInterval(Float64Array.from(estimates), resampled)).toBeUndefined();
});

// scipy 1.17.1, with z0 = stats.norm.ppf(the share of estimates below, ties by half) and
// z = ∓ stats.t.ppf(0.975, 19) * sqrt(20 / 19): stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))
it.each([
  [0.5, 0, 0.015880829920347974, 0.98411917],
  [0.4, 0.05, 0.008271625043093284, 0.9670389721965442],
])(
  "with the estimate at %d and acceleration %d ends at scipy's quantiles",
  (at, skew, lower, upper) => {
    const estimates = Float64Array.from({ length: 10_001 }, (_, index) => index / 10_000);
    const interval = bcaInterval(estimates, { estimate: at, acceleration: skew, units: 20 });
    expect(interval?.lower).toBeCloseTo(lower, 8);
    expect(interval?.upper).toBeCloseTo(upper, 8);
  },
);
