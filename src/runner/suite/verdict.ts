import { requiredPasses } from "../../results/pass-estimates.ts";
import type { TrialResult, Verdict } from "../../results/result.ts";

/** How many trials a case was to have, and which share of them must pass. */
export interface Quorum {
  readonly planned: number;
  readonly share: number;
}

/**
 * A case passes where at least `share` of its planned trials do. One that can no longer pass has failed, and that says
 * more than one that broke off; one that was cut short is judged by the trials that it had.
 */
export function verdictOfTrials(
  trials: readonly Pick<TrialResult, "verdict">[],
  { planned, share }: Quorum,
): Verdict {
  const count = (verdict: Verdict): number =>
    trials.filter((trial) => trial.verdict === verdict).length;
  const passed = count("passed");
  const least = requiredPasses(share, planned);
  if (passed >= least) return "passed";
  if (count("failed") > planned - least) return "failed";
  if (count("errored") > 0) return "errored";
  return passed >= requiredPasses(share, trials.length) ? "passed" : "failed";
}

/** Whether a case was played and did not pass: it failed, or broke off. */
export function didNotPass({ verdict }: { readonly verdict: Verdict }): boolean {
  return verdict === "failed" || verdict === "errored";
}
