import { countsOf, requiredPasses } from "../results/pass-estimates.ts";
import type { TrialResult } from "../results/result.ts";
import type { Counts } from "../stats/counts.ts";
import { curtailed } from "../stats/pass/curtailed.ts";
import type { BaselineCase } from "./baseline/baseline.ts";
import { caseChange } from "./case-change.ts";
import type { CaseLevel } from "./case-change.ts";

type Trials = readonly Pick<TrialResult, "verdict" | "trial">[];

/**
 * How many more trials a case needs at least until nothing that the rest of the planned ones could bring changes whether
 * `share` of them pass; 0 once that is so. Trials that broke off stay in the number planned, and pass for nothing.
 */
export function neededForShare(trials: Trials, planned: number, share: number): number {
  const left = planned - trials.length;
  const { passed, trials: counted } = countsOf(trials);
  const least = requiredPasses(share, planned);
  const toPass = least - passed;
  const toFail = planned - least + 1 - (counted - passed);
  if (toPass <= 0 || toFail <= 0) return 0;
  const needed = Math.min(toPass, toFail);
  return needed > left ? 0 : needed;
}

/** The same for what a gate says of sampled trials: whether the case regressed, improved, or neither. A case that hangs on the others is played to the end. */
export function neededForChange(
  level: CaseLevel,
): (baseline: Counts, trials: Trials, planned: number) => number {
  const known = new Map<string, number>();
  return (baseline, trials, planned) => {
    const counts = countsOf(trials);
    const most = planned - (trials.length - counts.trials);
    const key = [baseline.passed, baseline.trials, counts.passed, counts.trials, most].join();
    let needed = known.get(key);
    if (needed === undefined) known.set(key, (needed = fewest(baseline, counts, most, level)));
    return needed;
  };
}

/** In a replay a case has regressed as soon as one trial fails that passed before. */
export function neededForReplay(baseline: BaselineCase, trials: Trials, planned: number): number {
  return flippedTrial(baseline, trials) === undefined ? planned - trials.length : 0;
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

/** How few trials more decide the case, if they fall that way. */
function fewest(baseline: Counts, counts: Counts, most: number, level: CaseLevel): number {
  const decision = (final: Counts): string => {
    const change = caseChange(baseline, final, level);
    return change === "open" ? `open at ${final.passed}` : change;
  };
  const left = most - counts.trials;
  for (let more = 0; more < left; more++) {
    const trials = counts.trials + more;
    if (trials === 0) continue;
    for (let passed = 0; passed <= more; passed++) {
      if (curtailed(decision, { passed: counts.passed + passed, trials }, most).decided)
        return more;
    }
  }
  return left;
}
