import { expect, it } from "vitest";
import { caseVerdict } from "../../src/stats/case-verdict.ts";
import type { Counts } from "../../src/stats/counts.ts";
import { atLeast, curtailed } from "../../src/stats/curtailed.ts";
import { randomFrom } from "../../src/stats/random.ts";
import { stoppingRates } from "../../src/stats/stopping-rates.ts";

it.each([
  [0, 0, false, undefined],
  [3, 3, true, "passed"],
  [2, 4, false, undefined],
  [0, 3, true, "failed"],
  [2, 5, true, "failed"],
  [3, 5, true, "passed"],
])("3 of 5 after %d of %d is decided: %s %s", (passed, trials, decided, verdict) => {
  const result = curtailed(atLeast(3), { passed, trials }, 5);
  expect(result).toEqual(decided ? { decided, verdict } : { decided });
});

it("sees a verdict in the middle of what can be reached", () => {
  const middling = ({ passed }: Counts): boolean => passed === 2;
  expect(curtailed(middling, { passed: 0, trials: 0 }, 4)).toEqual({ decided: false });
  expect(curtailed(middling, { passed: 3, trials: 3 }, 4)).toEqual({
    decided: true,
    verdict: false,
  });
});

it("always is decided after the last trial", () => {
  for (let passed = 0; passed <= 6; passed += 1) {
    expect(curtailed(atLeast(4), { passed, trials: 6 }, 6).decided).toBe(true);
  }
});

const baseline = { passed: 9, trials: 10 };
const decision = (final: Counts) => caseVerdict(baseline, final);
const rule = (counts: Counts) => {
  const result = curtailed(decision, counts, 10);
  return result.decided ? result.verdict : undefined;
};

it("gives the verdict of the full number of trials for every order of passes", () => {
  const random = randomFrom(8);
  let played = 0;
  for (let run = 0; run < 500; run += 1) {
    const probability = random.fraction();
    const outcomes = Array.from({ length: 10 }, () => random.fraction() < probability);
    const after = (trials: number): Counts => ({
      passed: outcomes.slice(0, trials).filter(Boolean).length,
      trials,
    });
    let trials = 0;
    while (rule(after(trials)) === undefined) trials += 1;
    expect(rule(after(trials))).toBe(decision(after(10)));
    played += trials;
  }
  expect(played).toBeLessThan(500 * 9);
});

it.each([0.05, 0.5, 0.9, 1])("keeps the error rates of the fixed test at p = %d", (probability) => {
  const stopped = stoppingRates(rule, 10, probability);
  const fixed = stoppingRates(
    (counts) => (counts.trials === 10 ? decision(counts) : undefined),
    10,
    probability,
  );
  for (const verdict of ["regressed", "no difference shown"] as const) {
    expect(stopped.verdicts.get(verdict) ?? 0).toBeCloseTo(fixed.verdicts.get(verdict) ?? 0, 12);
  }
  expect(fixed.expectedTrials).toBeCloseTo(10, 12);
  expect(stopped.expectedTrials).toBeLessThan(9.5);
});
