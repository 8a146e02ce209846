import { countsOf } from "../results/pass-estimates.ts";
import type { TrialResult } from "../results/result.ts";
import { brokenFactor } from "../stats/compare/broken-factor.ts";
import type { Counts } from "../stats/counts.ts";
import { caseChange, reachable, type CaseRule } from "./findings.ts";

/**
 * Whether a case is played on: its trials are likelier from a case that broke than at the rate of its baseline, and what
 * is left of `most` trials decides whether it has regressed. To stop a case for any other reason than its p-value can
 * only make false alarms rarer.
 */
export function isSuspicious(before: Counts, now: Counts, most: number, rule: CaseRule): boolean {
  if (now.passed * before.trials >= before.passed * now.trials) return false;
  const [worst, best] = reachable(now, most).map((final) => caseChange(before, final, rule));
  return worst === "regressed" && best !== "regressed" && brokenFactor(before, now) >= 1;
}

/** How many more trials a case needs at least until it can look as before, or its finding is fixed; 0 then. */
export function neededWhereSuspicious(
  rule: CaseRule,
  maxTrials: number,
): (before: Counts, trials: readonly Pick<TrialResult, "verdict">[]) => number {
  const known = new Map<string, number>();
  return (before, trials) => {
    const now = countsOf(trials);
    // Trials that broke off count among the most that are played.
    const most = maxTrials - (trials.length - now.trials);
    const key = [before.passed, before.trials, now.passed, now.trials, most].join();
    let needed = known.get(key);
    if (needed === undefined) known.set(key, (needed = fewest(before, now, most, rule)));
    return needed;
  };
}

/** The fewest further trials after which a case may end, if they come out right. */
function fewest(before: Counts, { passed, trials }: Counts, most: number, rule: CaseRule): number {
  const left = Math.max(0, most - trials);
  for (let more = 0; more < left; more++)
    for (let passing = 0; passing <= more; passing++) {
      const now = { passed: passed + passing, trials: trials + more };
      if (!isSuspicious(before, now, most, rule)) return more;
    }
  return left;
}
