import { expect, it } from "vitest";
import { passHatK } from "../../../src/stats/pass/pass-hat-k.ts";
import { suitePassCurve } from "../../../src/stats/pass/suite-pass-curve.ts";

// Python: Fraction(comb(passed, k), comb(trials, k))
it.each([
  [1, 2, 2, 0],
  [3, 5, 2, 0.3],
  [5, 10, 3, 0.08333333333333333],
  [7, 10, 5, 0.08333333333333333],
  [990, 1000, 100, 0.34692771479200596],
  [2500, 5000, 10, 0.0009677962837648491],
  [4999, 5000, 2500, 0.5],
  [3, 3000, 2000, 0],
  [5, 5, 5, 1],
])("%d of %d passed gives pass^%d = %d", (passed, trials, k, expected) => {
  expect(passHatK({ passed, trials }, k)).toBeCloseTo(expected, 13);
});

// The table "Airline" and "Retail" of the README of sierra-research/tau-bench, strategy TC. The four
// figures of 4 trials a task, to three digits, leave just one possible number of tasks that
// passed 0, 1, … 4 times, in whole numbers that add up to the tasks of the domain.
it.each([
  ["airline, gpt-4o", [14, 12, 10, 4, 10], ["0.420", "0.273", "0.220", "0.200"]],
  ["airline, gpt-4o-mini", [30, 7, 6, 2, 5], ["0.225", "0.140", "0.110", "0.100"]],
  ["retail, gpt-4o", [22, 18, 9, 22, 44], ["0.604", "0.491", "0.430", "0.383"]],
])("gives the figures that τ-bench published for %s", (_, tasksThatPassed, published) => {
  const cases = tasksThatPassed.flatMap((tasks, passed) =>
    Array.from({ length: tasks }, () => ({ passed, trials: 4 })),
  );
  const figures = suitePassCurve(cases).map(({ passHatK }) => passHatK?.value.toFixed(3));
  expect(figures).toEqual(published);
});

it("is not (c/n)^k, which is biased upwards", () => {
  expect(passHatK({ passed: 3, trials: 4 }, 2)).toBe(0.5);
});

it("is the pass rate at k = 1 and falls with k", () => {
  for (let passed = 0; passed <= 12; passed += 1) {
    const values = Array.from(
      { length: 12 },
      (_, k) => passHatK({ passed, trials: 12 }, k + 1) ?? 2,
    );
    expect(values[0]).toBe(passed / 12);
    values.slice(1).forEach((value, k) => expect(value).toBeLessThanOrEqual(values[k] ?? -1));
  }
});

it("is unbiased: its mean over all outcomes at probability p is p^k", () => {
  // Weights of 0 … 4 passes in 4 trials at p = 0.7.
  const weights = [0.0081, 0.0756, 0.2646, 0.4116, 0.2401];
  for (const k of [1, 2, 3, 4]) {
    const mean = weights.reduce(
      (sum, weight, passed) => sum + weight * (passHatK({ passed, trials: 4 }, k) ?? 0),
      0,
    );
    expect(mean).toBeCloseTo(0.7 ** k, 12);
  }
});
