import type { Case } from "../../cases/case.ts";
import { valueKey } from "../../json/canonical.ts";
import { caseEstimates, countsOf } from "../../results/pass-estimates.ts";
import type { CaseResult } from "../../results/result.ts";
import { hasFinished } from "./case-queue.ts";
import type { OpenCase } from "./case-queue.ts";
import { verdictOfTrials } from "./verdict.ts";

/** The result of a case by its trials so far; `share` of those planned must pass. */
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
    ...(early ? { planned_trials: planned } : {}),
    // Trials that were stopped by how they went would bias the estimates.
    ...(played.length > 1 && !early ? { estimates: caseEstimates(countsOf(played)) } : {}),
  };
}

/** Keys of a case that do not change what happens in it. */
const IRRELEVANT = {
  id: undefined,
  tags: undefined,
  trials: undefined,
  skip: undefined,
  only: undefined,
};

/** A key of what a case does and expects: not of its id, its tags, how often it is played, or whether it is left out. */
export function caseFingerprint(testCase: Case): string {
  return valueKey({ ...testCase, ...IRRELEVANT });
}
