import type { TrialResult, Verdict } from "../results/result.ts";

/** A case passes where every trial does; one that failed says more than one that broke off. */
export function verdictOfTrials(trials: readonly Pick<TrialResult, "verdict">[]): Verdict {
  for (const verdict of ["failed", "errored"] as const)
    if (trials.some((trial) => trial.verdict === verdict)) return verdict;
  return "passed";
}
