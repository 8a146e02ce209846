import type { Case } from "../../cases/case.ts";
import { valueKey } from "../../json/canonical.ts";
import { caseEstimates, countsOf } from "../../results/pass-estimates.ts";
import type { CaseResult } from "../../results/result.ts";
import { addCost, addUsage, NO_TOKENS } from "../../results/spending.ts";
import { hasFinished } from "./case-queue.ts";
import type { OpenCase } from "./case-queue.ts";
import { verdictOfTrials } from "./verdict.ts";

/** What the trials of a case come to so far; `share` of those planned must pass. */
export function caseResult(entry: OpenCase, share: number): CaseResult {
  const { case: script, line, planned, trials } = entry;
  const { id, tags, skip } = script;
  const played = trials.toSorted((a, b) => a.trial - b.trial);
  const early = hasFinished(entry) && played.length < planned;
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

const INDIFFERENT = {
  id: undefined,
  tags: undefined,
  trials: undefined,
  skip: undefined,
  only: undefined,
};

/** A key of all in a case that decides what happens in it and what is expected: not of its id, its tags, how often it is played, or whether it is left out. */
export function caseFingerprint(script: Case): string {
  return valueKey({ ...script, ...INDIFFERENT });
}
