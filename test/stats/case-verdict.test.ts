import { expect, it } from "vitest";
import { binomialProbability } from "../../src/stats/binomial.ts";
import { caseVerdict } from "../../src/stats/case-verdict.ts";

it.each([
  [5, 5, 1, 5, "regressed"],
  [5, 5, 2, 5, "no difference shown"],
  [9, 10, 3, 10, "regressed"],
  [1, 5, 5, 5, "improved"],
  [3, 5, 3, 5, "no difference shown"],
  [1, 1, 0, 1, "regressed"],
  [2, 2, 0, 2, "regressed"],
  [0, 1, 1, 1, "improved"],
  [1, 2, 0, 2, "no difference shown"],
  [0, 3, 0, 3, "no difference shown"],
  [3, 3, 3, 3, "no difference shown"],
])("%d of %d against %d of %d has %s", (k0, n0, k, n, verdict) => {
  expect(caseVerdict({ passed: k0, trials: n0 }, { passed: k, trials: n })).toBe(verdict);
});

it("takes a stricter level", () => {
  const baseline = { passed: 5, trials: 5 };
  expect(caseVerdict(baseline, { passed: 1, trials: 5 }, 0.01)).toBe("no difference shown");
  expect(caseVerdict(baseline, { passed: 0, trials: 5 }, 0.001)).toBe("regressed");
});

it("calls at most 5 % of unchanged cases regressed, but for few trials those it says", () => {
  const falseAlarms = (trials: number, p: number): number => {
    let chance = 0;
    for (let before = 0; before <= trials; before += 1) {
      for (let after = 0; after <= trials; after += 1) {
        const verdict = caseVerdict({ passed: before, trials }, { passed: after, trials });
        if (verdict !== "regressed") continue;
        chance += binomialProbability(before, trials, p) * binomialProbability(after, trials, p);
      }
    }
    return chance;
  };
  const worst = (trials: number): number =>
    Math.max(...Array.from({ length: 99 }, (_, index) => falseAlarms(trials, (index + 1) / 100)));
  expect(worst(1)).toBeCloseTo(1 / 4, 10);
  expect(worst(2)).toBeCloseTo(1 / 16, 10);
  for (const trials of [3, 4, 5, 8, 12]) expect(worst(trials)).toBeLessThanOrEqual(0.05);
});
