import { expect, it } from "vitest";
import { binomialTerm } from "../../../src/stats/distributions/binomial.ts";
import { wilsonInterval, wilsonIntervalOfRate } from "../../../src/stats/intervals/wilson.ts";

// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("%d of %d has the interval that Newcombe published", (passed, trials, lower, upper) => {
  const interval = wilsonInterval({ passed, trials });
  expect(interval?.lower).toBeCloseTo(lower, 4);
  expect(interval?.upper).toBeCloseTo(upper, 4);
});

// statsmodels 0.15.0: proportion_confint(passed, trials, 1 - confidence, "wilson")
it.each([
  [20, 20, 0.95, 0.8388748419471804, 1],
  [4, 5, 0.99, 0.2817786702346825, 0.9760663371491118],
  [1234, 5000, 0.9, 0.23690942661189274, 0.25696444263610774],
])("%d of %d at %d has the interval of statsmodels", (passed, trials, confidence, lower, upper) => {
  const interval = wilsonInterval({ passed, trials }, confidence);
  expect(interval?.lower).toBeCloseTo(lower, 12);
  expect(interval?.upper).toBeCloseTo(upper, 12);
});

it("ends at exactly 0 and 1 when nothing and everything passes", () => {
  for (let trials = 1; trials < 200; trials += 1) {
    expect(wilsonInterval({ passed: 0, trials })?.lower).toBe(0);
    expect(wilsonInterval({ passed: trials, trials })?.upper).toBe(1);
  }
});

it("mirrors itself and holds its rate", () => {
  for (let passed = 0; passed <= 13; passed += 1) {
    const interval = wilsonInterval({ passed, trials: 13 });
    const mirrored = wilsonInterval({ passed: 13 - passed, trials: 13 });
    expect(interval?.lower).toBeCloseTo(1 - (mirrored?.upper ?? 0), 12);
    expect(interval?.lower).toBeLessThanOrEqual(passed / 13);
    expect(interval?.upper).toBeGreaterThanOrEqual(passed / 13);
  }
});

it("takes a mean of fractions as a rate over units", () => {
  expect(wilsonIntervalOfRate(0.75, 20)).toEqual(wilsonInterval({ passed: 15, trials: 20 }));
  expect(wilsonIntervalOfRate(0.5, 0)).toBeUndefined();
});

it("covers the true probability about as often as it says", () => {
  const trials = 30;
  let total = 0;
  for (let tenths = 1; tenths <= 9; tenths += 1) {
    for (let passed = 0; passed <= trials; passed += 1) {
      const interval = wilsonInterval({ passed, trials });
      if (interval && interval.lower <= tenths / 10 && tenths / 10 <= interval.upper) {
        total += binomialTerm(passed, trials - passed, tenths / 10, 1 - tenths / 10);
      }
    }
  }
  expect(total / 9).toBeGreaterThan(0.94);
  expect(total / 9).toBeLessThan(0.97);
});
