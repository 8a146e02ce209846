import { expect, it } from "vitest";
import type { Counts } from "../../../src/stats/counts.ts";
import { passAtK as ofCaseAt, passHatK as ofCaseHat } from "../../../src/stats/pass/case-curve.ts";
import { randomFrom } from "../../../src/stats/random.ts";
import { suiteRate } from "../../../src/stats/pass/rate.ts";
import { suitePassCurve } from "../../../src/stats/pass/suite-curve.ts";
import { wilsonInterval, wilsonIntervalOfRate } from "../../../src/stats/intervals/wilson.ts";

const mixed: readonly Counts[] = Array.from({ length: 40 }, (_, index) => ({
  passed: index % 6,
  trials: 5,
}));

it("is the mean of what the cases with k trials have at every k, and the rate at the first", () => {
  const curve = suitePassCurve([...mixed, { passed: 1, trials: 2 }]);
  expect(curve.map(({ k }) => k)).toEqual([1, 2, 3, 4, 5]);
  for (const { k, passHatK, passAtK } of curve) {
    const counted = k > 2 ? mixed : [...mixed, { passed: 1, trials: 2 }];
    const mean = (of: (counts: Counts, k: number) => number | undefined): number =>
      counted.reduce((sum, counts) => sum + (of(counts, k) ?? Number.NaN), 0) / counted.length;
    expect(passHatK?.value).toBeCloseTo(mean(ofCaseHat), 12);
    expect(passAtK?.value).toBeCloseTo(mean(ofCaseAt), 12);
  }
  const rate = suiteRate([...mixed, { passed: 1, trials: 2 }]);
  expect(curve[0]?.passHatK).toEqual({ value: rate?.value, interval: rate?.interval });
  expect(curve[0]?.passAtK).toEqual(curve[0]?.passHatK);
});

// Every fifth of the 50 airline tasks, gpt-5.4, 4 trials each, from historical_trajectories/gpt-5.4-airline.json of
// sierra-research/tau-bench (59a200c); the figures by Python's Fraction and math.comb.
it("comes to the exact pass^k and pass@k of trials that τ-bench published", () => {
  const tasks = [0, 1, 0, 2, 4, 0, 2, 4, 3, 2].map((passed) => ({ passed, trials: 4 }));
  const curve = suitePassCurve(tasks);
  const values = (of: "passHatK" | "passAtK") => curve.map((point) => point[of]?.value.toFixed(3));
  expect(values("passHatK")).toEqual(["0.450", "0.300", "0.225", "0.200"]);
  expect(values("passAtK")).toEqual(["0.450", "0.600", "0.675", "0.700"]);
});

it("holds each estimate in its interval, within what a chance can be", () => {
  for (const { passHatK, passAtK } of suitePassCurve(mixed)) {
    for (const estimate of [passHatK, passAtK]) {
      const { lower = 2, upper = -1 } = estimate?.interval ?? {};
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(lower).toBeLessThan(estimate?.value ?? -1);
      expect(upper).toBeGreaterThan(estimate?.value ?? 2);
      expect(upper).toBeLessThanOrEqual(1);
    }
  }
});

it("is the same twice, and another with another seed", () => {
  expect(suitePassCurve(mixed, { seed: 5 })).toEqual(suitePassCurve(mixed, { seed: 5 }));
  expect(suitePassCurve(mixed, { seed: 5 })[1]).not.toEqual(suitePassCurve(mixed, { seed: 6 })[1]);
});

it("is Wilson's interval when each case's value is 0 or 1, as at k = n", () => {
  const last = suitePassCurve(mixed)[4];
  const always = mixed.filter(({ passed }) => passed === 5).length;
  expect(last?.passHatK?.interval).toEqual(wilsonInterval({ passed: always, trials: 40 }));
});

it.each([
  ["all pass", 3, 1],
  ["all fail", 0, 0],
])("does not claim certainty when %s", (_, passed, value) => {
  const cases = Array.from({ length: 12 }, () => ({ passed, trials: 3 }));
  for (const { passHatK, passAtK } of suitePassCurve(cases)) {
    const interval = wilsonIntervalOfRate(value, 12);
    expect(passHatK).toEqual({ value, interval });
    expect(passAtK).toEqual({ value, interval });
  }
});

it("does not claim certainty when all cases are alike", () => {
  const cases = Array.from({ length: 12 }, () => ({ passed: 2, trials: 4 }));
  const second = suitePassCurve(cases)[1];
  expect(second?.passHatK?.value).toBeCloseTo(1 / 6, 12);
  expect(second?.passHatK?.interval?.upper).toBeGreaterThan(0.4);
});

it("has no estimate beyond the trials there are", () => {
  const [, second] = suitePassCurve([{ passed: 1, trials: 1 }], { upTo: 2 });
  expect(second).toEqual({ k: 2, passHatK: undefined, passAtK: undefined });
});

it("widens when the cases of a tag pass and fail together", () => {
  const cases = [
    ...Array(20).fill({ passed: 3, trials: 4 }),
    ...Array(20).fill({ passed: 1, trials: 4 }),
  ];
  const clusters = cases.map((_, index) => `tag ${Math.floor(index / 10)}`);
  const alone = suitePassCurve(cases)[1]?.passHatK;
  const tagged = suitePassCurve(cases, { clusters })[1]?.passHatK;
  expect(tagged?.value).toBeCloseTo(alone?.value ?? -1, 12);
  const width = (estimate: typeof alone): number =>
    (estimate?.interval?.upper ?? 0) - (estimate?.interval?.lower ?? 0);
  expect(width(tagged)).toBeGreaterThan(1.5 * width(alone));
});

it("gives a cluster label per case the same interval as no labels at all", () => {
  const clusters = mixed.map((_, index) => index);
  const labelled = suitePassCurve(mixed, { clusters })[1]?.passHatK;
  expect(labelled?.interval?.lower).toBeCloseTo(
    suitePassCurve(mixed)[1]?.passHatK?.interval?.lower ?? -1,
    12,
  );
});

it("covers the true pass^k of cases it has not seen about as often as it says", () => {
  // A case's pass probability is uniform, so that the true pass^k is 1/(k + 1).
  const missed = missedBy(
    40,
    (uniform) => uniform,
    "passHatK",
    (k) => 1 / (k + 1),
  );
  for (const share of missed) {
    expect(share).toBeLessThan(0.1);
    expect(share).toBeGreaterThan(0.01);
  }
});

it("covers as often in a suite of ten, which holds little of what is rare", () => {
  // p = √u passes none of k trials with the chance ∫ 2p(1 − p)^k dp = 2/((k + 1)(k + 2)).
  const truth = (k: number): number => 1 - 2 / ((k + 1) * (k + 2));
  for (const share of missedBy(10, Math.sqrt, "passAtK", truth)) expect(share).toBeLessThan(0.1);
});

/** How often the intervals at k = 1, 2 and 3 miss the truth, over suites of this many cases. */
function missedBy(
  size: number,
  probabilityOf: (uniform: number) => number,
  estimate: "passHatK" | "passAtK",
  truth: (k: number) => number,
): number[] {
  const random = randomFrom(2024);
  const runs = 200;
  const missed = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const cases = Array.from({ length: size }, () => {
      const probability = probabilityOf(random.fraction());
      const outcomes = [1, 2, 3, 4].map(() => random.fraction() < probability);
      return { passed: outcomes.filter(Boolean).length, trials: 4 };
    });
    const curve = suitePassCurve(cases, { seed: run, resamples: 500 });
    for (const [index, point] of curve.slice(0, 3).entries()) {
      const { lower = 2, upper = -1 } = point[estimate]?.interval ?? {};
      if (lower > truth(point.k) || upper < truth(point.k))
        missed[index] = (missed[index] ?? 0) + 1;
    }
  }
  return missed.map((count) => count / runs);
}
