import type { Counts } from "../stats/counts.ts";
import { fisherExact } from "../stats/compare/exact-tests.ts";

/** What the trials of one case say against those of its baseline; `open` hangs on how many other cases are compared. */
export type CaseChange = "regressed" | "improved" | "no difference" | "open";

/** The level of the tests, and how many cases are compared at it. */
export interface CaseLevel {
  readonly alpha: number;
  readonly cases: number;
}

/**
 * What Holm's procedure over all cases will say of this one whatever the others come to: a one-sided Fisher p-value of at
 * most alpha/cases is always rejected, one above alpha never is. Beside it stands the plain rule that a case which always
 * passed and now always fails has regressed, and the reverse. Both sides have at least one trial.
 */
export function caseChange(baseline: Counts, now: Counts, { alpha, cases }: CaseLevel): CaseChange {
  if (baseline.passed === baseline.trials && now.passed === 0) return "regressed";
  if (baseline.passed === 0 && now.passed === now.trials) return "improved";
  const { less = 1, greater = 1 } = fisherExact(baseline, now) ?? {};
  if (less <= alpha / cases) return "regressed";
  if (greater <= alpha / cases) return "improved";
  return Math.min(less, greater) > alpha ? "no difference" : "open";
}

/** The smallest drop from always passing that is a regression whatever the other cases come to. */
export function smallestDrop(baseline: number, now: number, level: CaseLevel): Counts {
  const always = { passed: baseline, trials: baseline };
  for (let passed = now - 1; passed > 0; passed--)
    if (caseChange(always, { passed, trials: now }, level) === "regressed")
      return { passed, trials: now };
  return { passed: 0, trials: now };
}
