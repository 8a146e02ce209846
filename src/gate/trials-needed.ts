import { countsOf, requiredPasses } from "../results/pass-estimates.ts";
import type { TrialResult } from "../results/result.ts";
import type { Counts } from "../stats/counts.ts";
import { isDecided } from "../stats/pass/is-decided.ts";
import type { BaselineCase } from "./baseline/baseline.ts";
import { caseChange, type CaseRule } from "./findings.ts";
import { flippedTrial } from "./played-case.ts";

type Trials = readonly Pick<TrialResult, "verdict" | "trial">[];

/**
 * How many more trials a case needs at least until the rest of the planned ones cannot change whether `share` of them
 * pass; 0 once that is so. Errored trials count among those planned, and not as passed.
 */
export function neededForShare(trials: Trials, planned: number, share: number): number {
  const left = planned - trials.length;
  const { passed, trials: counted } = countsOf(trials);
  const required = requiredPasses(share, planned);
  const toPass = required - passed;
  const toFail = planned - required + 1 - (counted - passed);
  if (toPass <= 0 || toFail <= 0) return 0;
  const needed = Math.min(toPass, toFail);
  return needed > left ? 0 : needed;
}

/** How many of the planned trials every case has, so that the suite as a whole can be tested whatever they come to. */
export function firstTrials(planned: number): number {
  return Math.ceil(planned / 2);
}

/**
 * The same until it is fixed whether a gate calls sampled trials regressed, improved, or neither. A case whose finding
 * depends on the others is played to the end.
 */
export function neededForChange(
  rule: CaseRule,
): (baseline: Counts, trials: Trials, planned: number) => number {
  const known = new Map<string, number>();
  return (baseline, trials, planned) => {
    const counts = countsOf(trials);
    const most = planned - (trials.length - counts.trials);
    const key = [baseline.passed, baseline.trials, counts.passed, counts.trials, most].join();
    let needed = known.get(key);
    if (needed === undefined) known.set(key, (needed = fewest(baseline, counts, most, rule)));
    return needed;
  };
}

/** In a replay a case has regressed as soon as one trial fails that passed before. */
export function neededForReplay(baseline: BaselineCase, trials: Trials, planned: number): number {
  return flippedTrial(baseline, trials) === undefined ? planned - trials.length : 0;
}

/** The fewest further trials that decide the case, if they come out right. */
function fewest(baseline: Counts, counts: Counts, most: number, rule: CaseRule): number {
  const decision = (final: Counts): string => {
    const change = caseChange(baseline, final, rule);
    return change === "open" ? `open at ${final.passed}` : change;
  };
  const left = most - counts.trials;
  for (let more = 0; more < left; more++) {
    const trials = counts.trials + more;
    if (trials === 0) continue;
    for (let passed = 0; passed <= more; passed++) {
      if (isDecided(decision, { passed: counts.passed + passed, trials }, most)) return more;
    }
  }
  return left;
}
