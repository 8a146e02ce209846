import type { Case } from "../../cases/case.ts";
import { valueKey } from "../../json/canonical.ts";
import { caseEstimates, countsOf, requiredPasses } from "../../results/pass-estimates.ts";
import type { CaseResult, TrialResult, Verdict } from "../../results/result.ts";
import { hasFinished, type OpenCase } from "./case-queue.ts";

/** The result of a case by its trials so far; `share` of the planned ones must pass. */
export function caseResult(entry: OpenCase, share: number): CaseResult {
  const { case: testCase, line, planned, trials } = entry;
  const { id, tags, skip } = testCase;
  const played = trials.toSorted((a, b) => a.trial - b.trial);
  const early = hasFinished(entry) && played.length < planned;
  return {
    id,
    tags,
    line,
    verdict: skip === false ? verdictOfTrials(played, { planned, share }) : "skipped",
    ...(typeof skip === "string" ? { reason: skip } : {}),
    trials: played,
    fingerprint: caseFingerprint(testCase),
    ...(isFlaky(played) ? { flaky: true } : {}),
    ...(early ? { planned_trials: planned } : {}),
    // Trials that were stopped by how they went would bias the estimates.
    ...(played.length > 1 && !early ? { estimates: caseEstimates(countsOf(played)) } : {}),
  };
}

/**
 * A case passes if at least `share` of its planned trials do. One that can no longer pass has failed, even if some
 * trials errored; one that was cut short is judged by the trials that it had.
 */
export function verdictOfTrials(
  trials: readonly Pick<TrialResult, "verdict">[],
  { planned, share }: { readonly planned: number; readonly share: number },
): Verdict {
  const count = (verdict: Verdict): number =>
    trials.filter((trial) => trial.verdict === verdict).length;
  const passed = count("passed");
  const required = requiredPasses(share, planned);
  if (passed >= required) return "passed";
  if (count("failed") > planned - required) return "failed";
  if (count("errored") > 0) return "errored";
  return passed >= requiredPasses(share, trials.length) ? "passed" : "failed";
}

/** Whether some trials passed and others failed. */
function isFlaky(trials: readonly Pick<TrialResult, "verdict">[]): boolean {
  const verdicts = new Set(trials.map(({ verdict }) => verdict));
  return verdicts.has("passed") && verdicts.has("failed");
}

/** Whether a case was played and did not pass. */
export function didNotPass({ verdict }: { readonly verdict: Verdict }): boolean {
  return verdict === "failed" || verdict === "errored";
}

/** Keys of a case that do not change what happens in it. */
const IRRELEVANT = {
  id: undefined,
  tags: undefined,
  trials: undefined,
  skip: undefined,
  only: undefined,
};

/** A key of what a case does and expects, whatever its id and tags, and however often it is played. */
export function caseFingerprint(testCase: Case): string {
  return valueKey({ ...testCase, ...IRRELEVANT });
}
