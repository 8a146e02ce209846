import { expect, it } from "vitest";
import { agreement } from "../../src/stats/agreement.ts";
import { casePassCurve, passAtK, passHatK } from "../../src/stats/pass/case-curve.ts";
import { clusteredMean } from "../../src/stats/intervals/mean.ts";
import { isDecided } from "../../src/stats/pass/is-decided.ts";
import { detectableDifference } from "../../src/stats/compare/detectable-difference.ts";
import { fisherExact, mcnemarExact } from "../../src/stats/compare/exact-tests.ts";
import { holmAdjusted } from "../../src/stats/compare/holm.ts";
import { normalQuantile } from "../../src/stats/distributions/normal.ts";
import { pairedComparison } from "../../src/stats/compare/paired.ts";
import { randomFrom } from "../../src/stats/random.ts";
import { relabellingTest } from "../../src/stats/compare/relabelling.ts";
import { signFlip } from "../../src/stats/compare/sign-flip.ts";
import { studentTQuantile } from "../../src/stats/distributions/student-t.ts";
import { suitePassCurve } from "../../src/stats/pass/suite-curve.ts";
import { suiteRate } from "../../src/stats/pass/rate.ts";
import { wilsonInterval, wilsonIntervalOfRate } from "../../src/stats/intervals/wilson.ts";

const one = { passed: 1, trials: 2 };
const none = { passed: 0, trials: 0 };
const over = { passed: 3, trials: 2 };
const always = () => "passed";

it.each<[name: string, result: () => unknown, nothing: unknown]>([
  ["pass^k of no trials", () => passHatK(none, 1), undefined],
  ["pass^k of fewer trials than k", () => passHatK(one, 3), undefined],
  ["pass@k of no trials", () => passAtK(none, 1), undefined],
  ["pass@k of fewer trials than k", () => passAtK(one, 3), undefined],
  ["Wilson's interval of no trials", () => wilsonInterval(none), undefined],
  ["the mean of no scores", () => clusteredMean([]), undefined],
  ["the rate of no case", () => suiteRate([]), undefined],
  ["the rate of cases without trials", () => suiteRate([none, none]), undefined],
  ["the curve of no case", () => suitePassCurve([]), []],
  ["the curve of a case without trials", () => casePassCurve(none), []],
  ["a comparison of no case", () => pairedComparison([]), undefined],
  [
    "a comparison of cases with trials on one side only",
    () => pairedComparison([{ baseline: one, candidate: none }]),
    undefined,
  ],
  ["a sign flip of no cluster", () => signFlip([], []), undefined],
  ["a relabelling of no case", () => relabellingTest([]), undefined],
  ["Fisher's test without a baseline", () => fisherExact(none, one), undefined],
  ["Fisher's test without new trials", () => fisherExact(one, none), undefined],
  ["McNemar's test without a flip", () => mcnemarExact(0, 0), { pValue: 1, pLess: 1 }],
  ["what no cluster can show", () => detectableDifference(0.1, 0), undefined],
  ["Holm's adjustment of nothing", () => holmAdjusted([]), []],
  ["the agreement of no vote", () => agreement([]), undefined],
])("%s is not a number", (_, result, nothing) => {
  expect(result()).toEqual(nothing);
});

it.each<[argument: string, wrong: () => unknown]>([
  ["counts.passed", () => passHatK(over, 1)],
  ["counts.passed", () => passAtK({ passed: -1, trials: 2 }, 1)],
  ["counts.passed", () => wilsonInterval({ passed: 0.5, trials: 2 })],
  ["counts.trials", () => passHatK({ passed: 0, trials: Number.NaN }, 1)],
  ["k", () => passHatK(one, 0)],
  ["k", () => passAtK(one, 1.5)],
  ["confidence", () => wilsonInterval(one, 1)],
  ["rate", () => wilsonIntervalOfRate(1.1, 4)],
  ["units", () => wilsonIntervalOfRate(0.5, Number.NaN)],
  ["scores", () => clusteredMean([1, Number.NaN])],
  ["clusters", () => clusteredMean([1, 0], ["a"])],
  ["confidence", () => clusteredMean([1, 0], undefined, 95)],
  ["cases[1].passed", () => suiteRate([one, over])],
  ["clusters", () => suiteRate([one, one], { clusters: ["a"] })],
  ["cases[1].passed", () => suitePassCurve([one, over])],
  ["clusters", () => suitePassCurve([one], { clusters: [] })],
  ["upTo", () => suitePassCurve([one], { upTo: -1 })],
  ["resamples", () => suitePassCurve([one], { resamples: 0 })],
  ["confidence", () => suitePassCurve([one, one], { confidence: 2 })],
  ["counts.passed", () => casePassCurve(over)],
  ["seed", () => suitePassCurve([one], { seed: -1 })],
  ["seed", () => randomFrom(1.5)],
  ["cases[0].candidate.passed", () => pairedComparison([{ baseline: one, candidate: over }])],
  ["cases[0].baseline.passed", () => pairedComparison([{ baseline: over, candidate: one }])],
  ["alpha", () => pairedComparison([{ baseline: one, candidate: one }], { alpha: 0 })],
  ["resamples", () => signFlip([1], [1], { resamples: 0 })],
  ["sizes", () => signFlip([1, 1], [1])],
  ["sizes", () => signFlip([1], [0])],
  ["sums", () => signFlip([Number.NaN], [1])],
  ["alpha", () => signFlip([], [], { alpha: 1 })],
  ["resamples", () => relabellingTest([], { resamples: 0 })],
  ["gained", () => mcnemarExact(-1, 0)],
  ["lost", () => mcnemarExact(0, 0.5)],
  ["baseline.passed", () => fisherExact(over, one)],
  ["candidate.passed", () => fisherExact(one, over)],
  ["standardError", () => detectableDifference(-0.1, 20)],
  ["standardError", () => detectableDifference(Number.NaN, 20)],
  ["clusters", () => detectableDifference(0.1, 2.5)],
  ["spread", () => detectableDifference(0.1, 20, { spread: 0 })],
  ["power", () => detectableDifference(0.1, 20, { power: 1 })],
  ["pValues", () => holmAdjusted([0.1, 1.2])],
  ["pValues", () => holmAdjusted([Number.NaN])],
  ["probability", () => normalQuantile(0)],
  ["probability", () => studentTQuantile(1, 5)],
  ["degrees", () => studentTQuantile(0.5, 0)],
  ["degrees", () => studentTQuantile(0.1, Number.NaN)],
  ["counts.passed", () => isDecided(always, over, 5)],
  ["counts.trials", () => isDecided(always, one, 1)],
  ["maximum", () => isDecided(always, one, 2.5)],
])("a wrong %s is refused by its name", (argument, wrong) => {
  expect(wrong).toThrow(RangeError);
  expect(wrong).toThrow(`${argument} `);
});
