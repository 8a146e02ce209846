import { expect, it } from "vitest";
import { caseChange } from "../../src/gate/findings.ts";
import { smallestDrop } from "../../src/gate/power.ts";
import { binomialTerm } from "../../src/stats/distributions/binomial.ts";

const alone = { alpha: 0.05, cases: 1, flips: false };

/** The exact chance that a case which did not change is said to have regressed. */
function falseAlarm(trials: number, probability: number): number {
  const counts = Array.from({ length: trials + 1 }, (_, passed) => ({ passed, trials }));
  const chance = (passed: number): number =>
    binomialTerm(passed, trials - passed, probability, 1 - probability);
  return counts
    .flatMap((before) => counts.map((now) => ({ before, now })))
    .filter(({ before, now }) => caseChange(before, now, alone) === "regressed")
    .reduce((sum, { before, now }) => sum + chance(before.passed) * chance(now.passed), 0);
}

it.each([1, 2, 3, 4, 5, 8, 12])(
  "takes a case of %d trials that did not change for regressed at most 5 % of the time",
  (trials) => {
    for (let p = 1; p < 100; p++) expect(falseAlarm(trials, p / 100)).toBeLessThanOrEqual(0.05);
  },
);

it.each([
  [8, 8, 4],
  [5, 5, 1],
  [10, 3, 1],
  [4, 4, 0],
  [3, 5, 0],
])("shows a drop from %d of as many to, of %d trials, %d", (before, now, passed) => {
  expect(smallestDrop(before, now, alone)).toEqual({ passed, trials: now });
});
