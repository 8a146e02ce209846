import { expect, it } from "vitest";
import { probabilityRatioTest } from "../../src/stats/probability-ratio.ts";
import { randomFrom } from "../../src/stats/random.ts";
import { stoppingRates } from "../../src/stats/stopping-rates.ts";

const plan = { low: 0.5, high: 0.9, alpha: 0.05, beta: 0.1, maximum: 40 };

// Each pass adds log 1.8 = 0.588, each failure log 0.2 = −1.609, between the bounds
// log(0.1/0.95) = −2.251 and log(0.9/0.05) = 2.890.
it.each([
  [0, 0, undefined],
  [4, 4, undefined],
  [5, 5, "above"],
  [0, 1, undefined],
  [0, 2, "below"],
  [1, 3, "below"],
  [2, 4, undefined],
])("after %d of %d says %s", (passed, trials, verdict) => {
  expect(probabilityRatioTest(plan, { passed, trials })).toBe(verdict);
});

it.each([
  [3, 4, "above"],
  [2, 4, "below"],
])("takes the nearer side after %d of the last %d trials", (passed, trials, verdict) => {
  expect(probabilityRatioTest(plan, { passed, trials })).toBeUndefined();
  expect(probabilityRatioTest({ ...plan, maximum: trials }, { passed, trials })).toBe(verdict);
});

// The same recursion in Python with memoized functions: share above, share below, mean trials.
it.each([
  [0.5, 0.9, 0.05, 0.1, 40, 0.5, 0.04657526262690226, 5.280411636094868],
  [0.5, 0.9, 0.05, 0.1, 40, 0.9, 0.9476977792716587, 7.37426513631396],
  [0.5, 0.9, 0.05, 0.1, 40, 0.7, 0.3776101663073747, 9.037366551019371],
  [0.6, 0.8, 0.05, 0.05, 200, 0.6, 0.04372174558422649, 28.160323865669667],
  [0.6, 0.8, 0.05, 0.05, 200, 0.8, 0.9611972905231462, 31.143373344400345],
])(
  "%d against %d with %d, %d and at most %d trials is above, at p = %d, in a share of %d",
  (low, high, alpha, beta, maximum, probability, above, trials) => {
    const rule = probabilityRatioTest.bind(undefined, { low, high, alpha, beta, maximum });
    const rates = stoppingRates(rule, maximum, probability);
    expect(rates.verdicts.get("above")).toBeCloseTo(above, 11);
    expect(rates.verdicts.get("below")).toBeCloseTo(1 - above, 11);
    expect(rates.expectedTrials).toBeCloseTo(trials, 9);
  },
);

it("errs no more often than it says when played", () => {
  const random = randomFrom(1945);
  const errors = (probability: number, wrong: string): number => {
    let count = 0;
    for (let run = 0; run < 4000; run += 1) {
      let passed = 0;
      let trials = 0;
      let verdict = probabilityRatioTest(plan, { passed, trials });
      while (verdict === undefined) {
        if (random.fraction() < probability) passed += 1;
        trials += 1;
        verdict = probabilityRatioTest(plan, { passed, trials });
      }
      if (verdict === wrong) count += 1;
    }
    return count / 4000;
  };
  const [falseAbove, falseBelow] = [errors(plan.low, "above"), errors(plan.high, "below")];
  // Three standard errors around the exact 0.0466 and 0.0523.
  expect(Math.abs(falseAbove - 0.0466)).toBeLessThan(0.01);
  expect(Math.abs(falseBelow - 0.0523)).toBeLessThan(0.011);
});
