import type { GateResult, GateSuite } from "../results/gate-result.ts";
import { pairedComparison } from "../stats/compare/paired.ts";
import { smallestDrop } from "./case-change.ts";
import type { ComparedCase } from "./played-case.ts";

/** The suite as a whole by the paired test over its cases; null without any. */
export function suiteOf(cases: readonly ComparedCase[], alpha: number): GateSuite | null {
  const comparison = pairedComparison(
    cases.map(({ baseline, now }) => ({ baseline, candidate: now })),
    { alpha },
  );
  if (comparison === undefined) return null;
  const { verdict, difference, interval, pValue, test, detectable } = comparison;
  const mean = (rates: readonly number[]): number =>
    rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return {
    cases: comparison.cases,
    verdict,
    baseline_rate: mean(cases.map(({ baseline }) => baseline.passed / baseline.trials)),
    rate: mean(cases.map(({ now }) => now.passed / now.trials)),
    difference,
    interval: [interval.lower, interval.upper],
    p_value: pValue,
    test,
    detectable: detectable ?? null,
  };
}

/** For the numbers of trials that most cases had, the smallest drop of a case that always passed which is called a regression. */
export function smallestDropOf(
  cases: readonly ComparedCase[],
  alpha: number,
): GateResult["smallest_drop"] {
  const tally = new Map<string, number>();
  for (const { baseline, planned } of cases) {
    const key = `${baseline.trials}/${planned}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
  }
  const [most] = [...tally].sort(([, one], [, other]) => other - one);
  if (most === undefined) return null;
  const [then = 0, now = 0] = most[0].split("/").map(Number);
  return {
    baseline: { passed: then, trials: then },
    now: smallestDrop(then, now, { alpha, cases: cases.length }),
  };
}
