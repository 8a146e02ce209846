import type { GateResult, GateStatus, GateSuite } from "../results/gate-result.ts";
import { fisherExact } from "../stats/compare/exact-tests.ts";
import { holmAdjusted } from "../stats/compare/holm.ts";
import { pairedComparison } from "../stats/compare/paired.ts";
import type { Counts } from "../stats/counts.ts";
import type { ComparedCase } from "./played-case.ts";

/** What became of a compared case, and the p-value for it. */
export interface Finding {
  readonly status: GateStatus;
  readonly p_value: number | null;
}

/** In a replay nothing is left to chance: a trial that passed and now fails is a regression. */
export function replayFindings(cases: readonly ComparedCase[]): Finding[] {
  return cases.map(({ flips, ...one }) => ({
    status: flips === "down" ? "regressed" : flips === "up" ? "improved" : steadyStatus(one),
    p_value: null,
  }));
}

/** What the trials of a case show against its baseline; `open` depends on the other cases. */
export type CaseChange = "regressed" | "improved" | "no difference" | "open";

/** The level of the tests, and how many cases are compared at it. */
export interface CaseLevel {
  readonly alpha: number;
  readonly cases: number;
}

/**
 * What Holm's procedure says of a case whatever the others come to: it always rejects a one-sided Fisher p-value of at
 * most alpha/cases, and never one above alpha. A case that always passed and now always fails has regressed, and the
 * reverse. Both sides have at least one trial.
 */
export function caseChange(baseline: Counts, now: Counts, { alpha, cases }: CaseLevel): CaseChange {
  if (always(baseline) && now.passed === 0) return "regressed";
  if (baseline.passed === 0 && always(now)) return "improved";
  const { less, greater } = testOf(baseline, now);
  if (less <= alpha / cases) return "regressed";
  if (greater <= alpha / cases) return "improved";
  return Math.min(less, greater) > alpha ? "no difference" : "open";
}

/**
 * A case of sampled trials has regressed if its one-sided Fisher p-value, adjusted by Holm over all cases, is at most
 * `alpha`, or if it always passed and now always fails; and improved in the reverse. If it was decided early, only the
 * side of the level is known on which the p-value of all its trials would be.
 */
export function sampledFindings(cases: readonly ComparedCase[], alpha: number): Finding[] {
  const level = { alpha, cases: cases.length };
  const tests = cases.map(({ baseline, now, planned }) => {
    if (now.trials === planned) return testOf(baseline, now);
    const passed = now.passed + planned - now.trials;
    const change = caseChange(baseline, { passed, trials: planned }, level);
    return { less: change === "regressed" ? 0 : 1, greater: change === "improved" ? 0 : 1 };
  });
  const less = holmAdjusted(tests.map((test) => test.less));
  const greater = holmAdjusted(tests.map((test) => test.greater));
  return cases.map(({ baseline, now, planned }, index) => {
    const [fewer = 1, more = 1] = [less[index], greater[index]];
    const down = fewer <= alpha || (always(baseline) && now.passed === 0);
    const up = more <= alpha || (baseline.passed === 0 && always(now));
    return {
      status: down ? "regressed" : up ? "improved" : steadyStatus({ baseline, now }),
      p_value: now.trials < planned ? null : rate(now) < rate(baseline) ? fewer : more,
    };
  });
}

/** By the trials of both runs together, since no difference is shown between them. */
function steadyStatus({ baseline, now }: Pick<ComparedCase, "baseline" | "now">): GateStatus {
  if (always(baseline) && always(now)) return "unchanged";
  return baseline.passed + now.passed === 0 ? "still_failing" : "flaky";
}

function always({ passed, trials }: Counts): boolean {
  return passed === trials;
}

function rate({ passed, trials }: Counts): number {
  return passed / trials;
}

interface CaseTest {
  readonly less: number;
  readonly greater: number;
}

const tests = new Map<string, CaseTest>();

/** Thousands of cases have few different counts. */
function testOf(baseline: Counts, now: Counts): CaseTest {
  const key = [baseline.passed, baseline.trials, now.passed, now.trials].join();
  let test = tests.get(key);
  if (test === undefined)
    tests.set(key, (test = fisherExact(baseline, now) ?? { less: 1, greater: 1 }));
  return test;
}

/** The suite as a whole by the paired test over its cases; null without any. */
export function suiteChange(cases: readonly ComparedCase[], alpha: number): GateSuite | null {
  const comparison = pairedComparison(
    cases.map(({ baseline, now }) => ({ baseline, candidate: now })),
    { alpha },
  );
  if (comparison === undefined) return null;
  const { verdict, difference, interval, pValue, test, detectable } = comparison;
  const meanRate = (counts: readonly Counts[]): number =>
    counts.reduce((sum, one) => sum + rate(one), 0) / counts.length;
  return {
    cases: comparison.cases,
    verdict,
    baseline_rate: meanRate(cases.map(({ baseline }) => baseline)),
    rate: meanRate(cases.map(({ now }) => now)),
    difference,
    interval: [interval.lower, interval.upper],
    p_value: pValue,
    test,
    detectable: detectable ?? null,
  };
}

/** `smallestDrop` for the numbers of trials that most cases had. */
export function smallestDropOf(
  cases: readonly ComparedCase[],
  alpha: number,
): GateResult["smallest_drop"] {
  const groups = Map.groupBy(cases, ({ baseline, planned }) => `${baseline.trials}/${planned}`);
  const [largest] = [...groups.values()].sort((one, other) => other.length - one.length);
  if (largest?.[0] === undefined) return null;
  const { baseline, planned } = largest[0];
  return {
    baseline: { passed: baseline.trials, trials: baseline.trials },
    now: smallestDrop(baseline.trials, planned, { alpha, cases: cases.length }),
  };
}

/** The smallest drop from always passing that is a regression whatever the other cases come to. */
export function smallestDrop(baseline: number, now: number, level: CaseLevel): Counts {
  const always = { passed: baseline, trials: baseline };
  for (let passed = now - 1; passed > 0; passed--)
    if (caseChange(always, { passed, trials: now }, level) === "regressed")
      return { passed, trials: now };
  return { passed: 0, trials: now };
}
