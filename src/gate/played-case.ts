import { countsOf } from "../results/pass-estimates.ts";
import type { CaseResult, TrialResult } from "../results/result.ts";
import type { Counts } from "../stats/counts.ts";
import { cut } from "../text/printable.ts";
import type { BaselineCase } from "./baseline/baseline.ts";
import { changesOf } from "./baseline/changes.ts";
import { keptTrial, type KeptTrial } from "./baseline/kept-trial.ts";
import { trialScores, type Scores } from "./baseline/scores.ts";
import { checkCodes, judgesOf, modelsOf } from "./baseline/models.ts";

const LONGEST_REASON = 2000;

/** What a gate keeps of a case that was played. */
export interface PlayedCase {
  readonly id: string;
  readonly line: number;
  readonly now: Counts;
  /** Those of its trials that were to be played whatever they came to. */
  readonly first: Counts;
  readonly scores: Scores;
  /** How many trials would count if all had been played. */
  readonly planned: number;
  readonly baseline: BaselineCase | undefined;
  /** What `now` is compared with; none without a baseline. */
  readonly before: Counts;
  /** What differs from the baseline so that the case is not compared, a phrase each. */
  readonly changed: readonly string[];
  /** Trial by trial against the baseline. */
  readonly flips: "down" | "up" | undefined;
  /** The trial that shows what went wrong; undefined if none failed. */
  readonly failed: (KeptTrial & { readonly reason: string }) | undefined;
}

/** A case that was played and can be compared. */
export type ComparedCase = PlayedCase & { readonly baseline: BaselineCase };

export function isCompared(one: PlayedCase): one is ComparedCase {
  return one.baseline !== undefined && one.changed.length === 0 && one.now.trials > 0;
}

/** What a case is compared with, and how many trials it has whatever they come to, and at most. */
interface Comparison {
  readonly before: Counts | undefined;
  readonly first: number;
  readonly most: number;
}

export function playedCase(
  result: CaseResult,
  baseline: BaselineCase | undefined,
  { before, first, most }: Comparison,
): PlayedCase {
  const { id, line, trials, fingerprint } = result;
  const now = countsOf(trials);
  const flipped = baseline && flippedTrial(baseline, trials);
  const failed = flipped ?? trials.find(({ verdict }) => verdict === "failed");
  const kept = failed !== undefined && baseline?.passing !== undefined;
  return {
    id,
    line,
    now,
    first: countsOf(trials.slice(0, first)),
    scores: trialScores(trials),
    planned: most - (trials.length - now.trials),
    baseline,
    before: before ?? { passed: 0, trials: 0 },
    changed:
      baseline === undefined
        ? []
        : changesOf(baseline, {
            fingerprint: fingerprint ?? "",
            models: modelsOf(trials),
            judges: judgesOf(trials),
            checks: checkCodes(trials),
          }),
    flips: flipped !== undefined ? "down" : hasRecovered(baseline, trials) ? "up" : undefined,
    failed: kept ? { ...keptTrial(failed), reason: reasonOf(failed) } : undefined,
  };
}

/** The first trial that passed for the baseline and fails now. */
export function flippedTrial<T extends Pick<TrialResult, "verdict" | "trial">>(
  { trials: count, failed_trials: failed = [] }: BaselineCase,
  trials: readonly T[],
): T | undefined {
  return trials.find(
    ({ trial, verdict }) => verdict === "failed" && trial <= count && !failed.includes(trial),
  );
}

/** Whether a trial passes that failed for the baseline. */
function hasRecovered(
  baseline: BaselineCase | undefined,
  trials: readonly Pick<TrialResult, "verdict" | "trial">[],
): boolean {
  const failed = baseline?.failed_trials ?? [];
  return trials.some(({ trial, verdict }) => verdict === "passed" && failed.includes(trial));
}

/** The first check that failed, with what was expected and what came instead; or what broke off the trial. */
function reasonOf({ checks, error }: Pick<TrialResult, "checks" | "error">): string {
  const check = checks.find(({ verdict }) => verdict === "failed");
  if (check === undefined) return cut(error?.message ?? "", LONGEST_REASON);
  const place = check.turn === null ? "" : ` in turn ${check.turn}`;
  return cut(`${check.check}${place}: ${check.reason}`, LONGEST_REASON);
}
