import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../../src/stats/intervals/wilson.ts";
import { casePassCurve, passAtK, passHatK } from "../../../src/stats/pass/case-curve.ts";
import { suitePassCurve } from "../../../src/stats/pass/suite-curve.ts";

describe("pass^k", () => {
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
    ["airline, gpt-5.4", [14, 12, 10, 4, 10], ["0.420", "0.273", "0.220", "0.200"]],
    ["airline, gpt-5.4-mini", [30, 7, 6, 2, 5], ["0.225", "0.140", "0.110", "0.100"]],
    ["retail, gpt-5.4", [22, 18, 9, 22, 44], ["0.604", "0.491", "0.430", "0.383"]],
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
});

describe("pass@k", () => {
  // Python: 1 - Fraction(comb(trials - passed, k), comb(trials, k))
  it.each([
    [1, 2, 2, 1],
    [3, 5, 2, 0.9],
    [5, 10, 3, 0.9166666666666666],
    [7, 10, 5, 1],
    [2500, 5000, 10, 0.9990322037162351],
    [3, 3000, 2000, 0.9630370452592492],
    [1, 4000, 1, 0.00025],
    [0, 5, 3, 0],
  ])("%d of %d passed gives pass@%d = %d", (passed, trials, k, expected) => {
    expect(passAtK({ passed, trials }, k)).toBeCloseTo(expected, 13);
  });

  it("keeps the digits of a small value", () => {
    expect(passAtK({ passed: 1, trials: 1e9 }, 2)).toBe(2e-9);
  });

  it("is the pass rate at k = 1, rises with k and reaches 1 when each draw must hold a pass", () => {
    for (let passed = 1; passed <= 12; passed += 1) {
      const values = Array.from(
        { length: 12 },
        (_, k) => passAtK({ passed, trials: 12 }, k + 1) ?? -1,
      );
      expect(values[0]).toBeCloseTo(passed / 12, 14);
      values.slice(1).forEach((value, k) => expect(value).toBeGreaterThanOrEqual(values[k] ?? 2));
      expect(values[12 - passed] ?? 0).toBe(1);
    }
  });
});

describe("the curve of a case", () => {
  it("shows pass^k and pass@k of a case for every k up to its trials", () => {
    const percent = (value: number): number => Math.round(1000 * value) / 10;
    const rows = casePassCurve({ passed: 4, trials: 5 }).map(({ k, passHatK, passAtK }) =>
      [k, passHatK, passAtK].map((cell) =>
        typeof cell === "number"
          ? cell
          : [cell.value, cell.interval?.lower ?? -1, cell.interval?.upper ?? -1]
              .map(percent)
              .join(" "),
      ),
    );
    expect(rows).toMatchInlineSnapshot(`
    [
      [
        1,
        "80 37.6 96.4",
        "80 37.6 96.4",
      ],
      [
        2,
        "60 14.1 92.9",
        "100 61 100",
      ],
      [
        3,
        "40 5.3 89.5",
        "100 75.6 100",
      ],
      [
        4,
        "20 2 86.3",
        "100 84.8 100",
      ],
      [
        5,
        "0 0 83.2",
        "100 90.5 100",
      ],
    ]
  `);
  });

  it("is Wilson's interval at k = 1", () => {
    const [first] = casePassCurve({ passed: 3, trials: 7 });
    const wilson = wilsonInterval({ passed: 3, trials: 7 });
    expect(first?.passHatK.interval).toEqual(wilson);
    expect(first?.passAtK.interval?.lower).toBeCloseTo(wilson?.lower ?? 0, 12);
  });

  it("holds each estimate in its interval, within what a chance can be", () => {
    for (const trials of [1, 2, 5, 9]) {
      for (let passed = 0; passed <= trials; passed += 1) {
        const curve = casePassCurve({ passed, trials });
        expect(curve).toHaveLength(trials);
        for (const { value, interval } of curve.flatMap((point) => [
          point.passHatK,
          point.passAtK,
        ])) {
          expect(interval?.lower).toBeGreaterThanOrEqual(0);
          expect(interval?.lower).toBeLessThanOrEqual(value);
          expect(interval?.upper).toBeGreaterThanOrEqual(value);
          expect(interval?.upper).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});
