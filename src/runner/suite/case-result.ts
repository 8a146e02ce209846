import { caseEstimates, countsOf, isFlaky, verdictOfTrials } from "../../results/pass-estimates.ts";
import type { CaseResult, TrafficMode, Verdict } from "../../results/result.ts";
import { hasFinished, type OpenCase } from "./case-queue.ts";

/** The result of a case by its trials so far; `share` of the planned ones must pass. */
export function caseResult(entry: OpenCase, share: number): CaseResult {
  const { case: testCase, line, planned, trials, fingerprint } = entry;
  const { id, tags, skip } = testCase;
  const played = trials.toSorted((a, b) => a.trial - b.trial);
  const early = hasFinished(entry) && played.length < planned;
  const further = played.length > planned;
  return {
    id,
    tags,
    line,
    verdict:
      skip === false
        ? verdictOfTrials(played, { planned: Math.max(planned, played.length), share })
        : "skipped",
    ...(typeof skip === "string" ? { reason: skip } : {}),
    trials: played,
    fingerprint,
    ...(isFlaky(played) ? { flaky: true } : {}),
    ...(early ? { planned_trials: planned } : {}),
    ...(further ? { first_trials: planned } : {}),
    // Trials that were stopped, or followed, because of how others went would bias the estimates.
    ...(played.length > 1 && !early
      ? { estimates: caseEstimates(countsOf(played.slice(0, planned))) }
      : {}),
  };
}

/** Whether a case was played and did not pass. */
export function didNotPass({ verdict }: { readonly verdict: Verdict }): boolean {
  return verdict === "failed" || verdict === "errored";
}

/**
 * Whether a case keeps its run from passing: it fails, or a trial broke off, whatever the others come to; in a replay,
 * recordings left over do, too.
 */
export function keepsFromPassing({ verdict, trials }: CaseResult, traffic: TrafficMode): boolean {
  if (verdict === "failed" || trials.some((trial) => trial.verdict === "errored")) return true;
  return traffic === "replay" && trials.some(({ leftovers }) => leftovers.length > 0);
}
