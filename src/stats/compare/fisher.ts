import { type Counts, requireCounts } from "../counts.ts";
import { hypergeometric } from "../distributions/hypergeometric.ts";

/** One-sided p-values of the candidate passing less often, and more often. */
export interface FisherTest {
  readonly less: number;
  readonly greater: number;
}

/**
 * Fisher's exact test of `candidate` against `baseline`, both counts of independent trials of one
 * case: given all passes together, those of the candidate are hypergeometric. Undefined
 * where a side has no trial.
 * Source: Fisher 1934, "Statistical Methods for Research Workers" §21.02.
 */
export function fisherExact(baseline: Counts, candidate: Counts): FisherTest | undefined {
  requireCounts("baseline", baseline);
  requireCounts("candidate", candidate);
  if (baseline.trials === 0 || candidate.trials === 0) return undefined;
  const passes = baseline.passed + candidate.passed;
  const least = Math.max(0, passes - baseline.trials);
  const most = Math.min(passes, candidate.trials);
  let less = 0;
  let greater = 0;
  for (let passed = least; passed <= most; passed += 1) {
    const chance = hypergeometric(passed, passes, baseline.trials, candidate.trials);
    if (passed <= candidate.passed) less += chance;
    if (passed >= candidate.passed) greater += chance;
  }
  return { less: Math.min(1, less), greater: Math.min(1, greater) };
}
