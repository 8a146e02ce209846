import type { Counts } from "./counts.ts";
import { requireInside } from "./require.ts";
import { fisherExact } from "./fisher.ts";

/** What a single case's new trials say against its baseline. */
export type CaseVerdict = "regressed" | "improved" | "no difference shown";

/**
 * Compares one case with its baseline: regressed (or improved) where the one-sided Fisher test
 * shows a lower (higher) rate at `alpha`, or where it always passed and now always fails (or the
 * reverse). Undefined where a side has no trial.
 *
 * Of a case that did not change, Fisher's rule calls at most `alpha` regressed. The other rule calls
 * p^m (1 − p)^n, with m and n trials and pass probability p: at most ¼ with one trial each, 1/16
 * with two, 1/64 with three; it is meant for replays and for cases that are steady.
 */
export function caseVerdict(
  baseline: Counts,
  candidate: Counts,
  alpha = 0.05,
): CaseVerdict | undefined {
  requireInside("alpha", alpha);
  const test = fisherExact(baseline, candidate);
  if (test === undefined) return undefined;
  const alwaysPassed = baseline.passed === baseline.trials;
  const alwaysPasses = candidate.passed === candidate.trials;
  if (test.less <= alpha || (alwaysPassed && candidate.passed === 0)) return "regressed";
  if (test.greater <= alpha || (baseline.passed === 0 && alwaysPasses)) return "improved";
  return "no difference shown";
}
