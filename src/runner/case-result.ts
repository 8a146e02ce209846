import type { Case } from "../cases/case.ts";
import { caseEstimates, countsOf } from "../results/pass-estimates.ts";
import type { CaseResult, TrialResult } from "../results/result.ts";
import { addCost, addUsage, NO_TOKENS } from "../results/spending.ts";
import { caseFingerprint } from "./case-fingerprint.ts";
import { verdictOfTrials } from "./verdict.ts";

/** A case with those of its trials that have finished, in whatever order. */
export interface PlayedCase {
  readonly case: Case;
  readonly line: number;
  /** How many trials it was to have. */
  readonly planned: number;
  readonly trials: readonly TrialResult[];
}

/** What is known of a case. `share` of its trials must pass for it to pass; `decided` says that no more will be played. */
export function caseResult(
  { case: script, line, planned, trials }: PlayedCase,
  share: number,
  decided: boolean,
): CaseResult {
  const { id, tags, skip } = script;
  const played = trials.toSorted((a, b) => a.trial - b.trial);
  const early = decided && played.length < planned;
  return {
    id,
    tags,
    line,
    verdict: skip === false ? verdictOfTrials(played, { planned, share }) : "skipped",
    ...(typeof skip === "string" ? { reason: skip } : {}),
    trials: played,
    fingerprint: caseFingerprint(script),
    ...(early ? { planned_trials: planned } : {}),
    // Trials that were stopped by how they went say too much of it.
    ...(played.length > 1 && !early ? { estimates: caseEstimates(countsOf(played)) } : {}),
    usage: played.map(({ usage }) => usage).reduce(addUsage, NO_TOKENS),
    cost: played.map(({ cost }) => cost).reduce(addCost, 0),
  };
}
