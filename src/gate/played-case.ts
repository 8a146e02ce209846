import { cut } from "../text/printable.ts";
import { countsOf } from "../results/pass-estimates.ts";
import type { CaseResult, TrialResult } from "../results/result.ts";
import type { Counts } from "../stats/counts.ts";
import type { BaselineCase } from "./baseline/baseline.ts";
import { changedJudges, changedModels, judgesOf, modelsOf } from "./baseline/models.ts";
import { pathOf, stateOf } from "./baseline/path.ts";
import type { Walked } from "./divergence.ts";
import { flippedTrial } from "./trials-needed.ts";

const LONGEST_REASON = 2000;

/** What a gate keeps of a case once it was played. */
export interface PlayedCase {
  readonly id: string;
  readonly line: number;
  readonly now: Counts;
  /** How many trials would have counted, had all been played. */
  readonly planned: number;
  readonly baseline: BaselineCase | undefined;
  /** What of it is another than it was for the baseline, a phrase each: then it is not compared. */
  readonly apart: readonly string[];
  /** Trial by trial against the baseline. */
  readonly flips: "down" | "up" | undefined;
  /** The trial that shows what went wrong; undefined where none failed. */
  readonly failing: (Walked & { readonly reason: string }) | undefined;
}

/** Takes of a case what a gate needs of it, with its baseline where it has one. */
export function playedCase(result: CaseResult, baseline: BaselineCase | undefined): PlayedCase {
  const { id, line, trials, fingerprint, planned_trials: planned = trials.length } = result;
  const now = countsOf(trials);
  const flipped = baseline && flippedTrial(baseline, trials);
  const failing = flipped ?? trials.find(({ verdict }) => verdict === "failed");
  return {
    id,
    line,
    now,
    planned: planned - (trials.length - now.trials),
    baseline,
    apart:
      baseline === undefined
        ? []
        : [
            ...(fingerprint === baseline.fingerprint ? [] : ["its text"]),
            ...changedModels(baseline.models, modelsOf(trials)),
            ...changedJudges(baseline.judges ?? [], judgesOf(trials)),
          ],
    flips: flipped !== undefined ? "down" : mended(baseline, trials) ? "up" : undefined,
    failing:
      failing === undefined || baseline?.passing === undefined
        ? undefined
        : {
            trial: failing.trial,
            path: pathOf(failing),
            state: stateOf(failing),
            reason: reasonOf(failing),
          },
  };
}

function mended(
  baseline: BaselineCase | undefined,
  trials: readonly Pick<TrialResult, "verdict" | "trial">[],
): boolean {
  const failed = baseline?.failed_trials ?? [];
  return trials.some(({ trial, verdict }) => verdict === "passed" && failed.includes(trial));
}

/** The first check that failed, with what was expected and what came instead. */
function reasonOf({ checks }: Pick<TrialResult, "checks">): string {
  const check = checks.find(({ verdict }) => verdict === "failed");
  if (check === undefined) return "";
  const where = check.turn === null ? "" : ` in turn ${check.turn}`;
  return cut(`${check.check}${where}: ${check.reason}`, LONGEST_REASON);
}

/** A case that was played and can be compared. */
export type ComparedCase = PlayedCase & { readonly baseline: BaselineCase };

/** Whether a case can be held against its baseline. */
export function isCompared(one: PlayedCase): one is ComparedCase {
  return one.baseline !== undefined && one.apart.length === 0 && one.now.trials > 0;
}
