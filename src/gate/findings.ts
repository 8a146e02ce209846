import type { GateStatus } from "../results/gate-result.ts";
import type { Counts } from "../stats/counts.ts";
import { fisherExact } from "../stats/compare/exact-tests.ts";
import { holmAdjusted } from "../stats/compare/holm.ts";
import { caseChange } from "./case-change.ts";
import type { ComparedCase } from "./played-case.ts";

/** What is said of a case that was compared, and the p-value that it rests on. */
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

/**
 * Of sampled trials, a case has regressed where its one-sided Fisher p-value, adjusted by Holm over all cases, is at most
 * `alpha`, or where it always passed and now always fails; and improved in the reverse. Of a case that was decided early
 * the p-value that all its trials would have given is not known, but on which side of every level it would have been.
 */
export function sampledFindings(cases: readonly ComparedCase[], alpha: number): Finding[] {
  const level = { alpha, cases: cases.length };
  const tests = cases.map(({ baseline, now, planned }) => {
    if (now.trials === planned) return testOf(baseline, now);
    const change = caseChange(
      baseline,
      { passed: now.passed + planned - now.trials, trials: planned },
      level,
    );
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
      p_value: now.trials < planned ? null : isLower(now, baseline) ? fewer : more,
    };
  });
}

/** By the trials of both runs together, since no difference is shown between them. */
function steadyStatus({ baseline, now }: Pick<ComparedCase, "baseline" | "now">): GateStatus {
  if (always(baseline) && always(now)) return "unchanged";
  return baseline.passed + now.passed === 0 ? "still_failing" : "flaky";
}

function isLower(now: Counts, then: Counts): boolean {
  return now.passed / now.trials < then.passed / then.trials;
}

function always({ passed, trials }: Counts): boolean {
  return passed === trials;
}

const tests = new Map<string, { readonly less: number; readonly greater: number }>();

/** Suites of thousands of cases have few different counts. */
function testOf(
  baseline: Counts,
  now: Counts,
): { readonly less: number; readonly greater: number } {
  const key = [baseline.passed, baseline.trials, now.passed, now.trials].join();
  let test = tests.get(key);
  if (test === undefined)
    tests.set(key, (test = fisherExact(baseline, now) ?? { less: 1, greater: 1 }));
  return test;
}
