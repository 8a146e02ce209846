import { type Counts, requireCounts, requireWhole } from "../counts.ts";
import { binomialCdf, hypergeometric } from "../distributions/binomial.ts";

/**
 * Fisher's exact test of `candidate` against `baseline`, both counts of independent trials of one case: given all
 * passes together, those of the candidate are hypergeometric. `less` and `greater` are the one-sided p-values of its
 * passing less and more often. Undefined when a side has no trial.
 * Source: Fisher 1934, "Statistical Methods for Research Workers" §21.02.
 */
export function fisherExact(
  baseline: Counts,
  candidate: Counts,
): { readonly less: number; readonly greater: number } | undefined {
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

/** The p-values of a paired test: two-sided, and one-sided of the candidate's passing less often. */
export interface PairedPValues {
  readonly pValue: number;
  readonly pLess: number;
}

/**
 * McNemar's exact test for `gained` cases that failed and now pass and `lost` ones that passed and now fail, with X
 * binomial of gained + lost at ½: two-sided min(1, 2 P(X ≤ min(gained, lost))), one-sided P(X ≤ gained). Without any
 * flip both are 1.
 * Source: McNemar 1947, "Note on the sampling error of the difference between correlated proportions"; exact form as in
 * R's exact2x2 and statsmodels.
 */
export function mcnemarExact(gained: number, lost: number): PairedPValues {
  requireWhole("gained", gained);
  requireWhole("lost", lost);
  const atMost = (count: number): number => binomialCdf(count, gained + lost, 0.5);
  return { pValue: Math.min(1, 2 * atMost(Math.min(gained, lost))), pLess: atMost(gained) };
}
