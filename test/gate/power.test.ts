import { expect, it } from "vitest";
import { caseChange } from "../../src/gate/findings.ts";
import { baselineNeeded, chanceToName, smallestDrop } from "../../src/gate/power.ts";
import { neededWhereSuspicious } from "../../src/gate/suspicion.ts";
import { binomialTerm } from "../../src/stats/distributions/binomial.ts";

const BROKEN = { from: 0.95, to: 0.3 };
const rule = (cases: number) => ({ alpha: 0.01, cases, flips: false });

it("is that of the test where all trials are played", () => {
  const [before, now] = [10, 12];
  let chance = 0;
  for (let then = 0; then <= before; then++)
    for (let passed = 0; passed <= now; passed++)
      if (
        caseChange({ passed: then, trials: before }, { passed, trials: now }, rule(1)) ===
        "regressed"
      )
        chance +=
          binomialTerm(then, before - then, 0.95, 0.05) *
          binomialTerm(passed, now - passed, 0.3, 0.7);
  const trials = { baseline: before, first: now, most: now };
  expect(chanceToName(trials, BROKEN, rule(1))).toBeCloseTo(chance, 5);
});

// By a program of its own, in Python with scipy's hypergeom and betaln, which walks the same rule.
it.each([
  [30, 20, 0.86684],
  [30, 50, 0.86207],
  [30, 200, 0.8449],
  [50, 200, 0.88241],
  [10, 20, 0.54803],
  [10, 50, 0.37993],
  [10, 200, 0.17172],
])("is, with %i trials then and up to thirty now, among %i cases %d", (baseline, cases, chance) => {
  const trials = { baseline, first: 2, most: 30 };
  expect(chanceToName(trials, BROKEN, rule(cases))).toBeCloseTo(chance, 4);
});

it("knows the smallest drop that it shows, and the fewest trials of a baseline that show any", () => {
  expect(smallestDrop(30, 30, rule(50))).toEqual({ passed: 19, trials: 30 });
  expect(smallestDrop(1, 30, rule(50))).toBeUndefined();
  // 1 / C(4 + 30, 30) is 1/46,376, and 0.01/50 is 1/5,000; 1 / C(3 + 30, 30) is 1/5,456.
  expect(baselineNeeded(30, rule(50))).toBe(3);
  expect(baselineNeeded(1, rule(50))).toBeUndefined();
});

it("plays a case on while it looks broken, and not once that is sure or cannot come true", () => {
  const needed = neededWhereSuspicious(rule(50), 30);
  const trials = (letters: string) =>
    [...letters].map((letter) => ({
      verdict: ({ P: "passed", F: "failed", E: "errored" } as const)[letter as "P"],
    }));
  const then = { passed: 30, trials: 30 };
  expect(needed(then, trials("PP"))).toBe(0);
  expect(needed(then, trials("PF"))).toBeGreaterThan(0);
  expect(needed(then, trials("F".repeat(10)))).toBe(1);
  expect(needed(then, trials("F".repeat(11)))).toBe(0);
  expect(needed(then, trials("EE"))).toBe(0);
  // An unsteady case that fails once, and one with a baseline that can show nothing.
  expect(needed({ passed: 20, trials: 30 }, trials("PF"))).toBe(0);
  expect(needed({ passed: 1, trials: 1 }, trials("FF"))).toBe(0);
});
