import { binomialTerm } from "../stats/distributions/binomial.ts";
import type { GateResult } from "../results/gate-result.ts";
import type { Counts } from "../stats/counts.ts";
import { caseChange, reachable, type CaseRule } from "./findings.ts";
import type { ComparedCase } from "./played-case.ts";
import { isSuspicious } from "./suspicion.ts";

/** A case that broke, as most do. */
const BROKEN = { from: 0.95, to: 0.3 } as const;

/** What a gate could have shown of a single case, with the numbers of trials that most cases had. */
export function whatWouldShow(
  cases: readonly ComparedCase[],
  rule: CaseRule,
): Pick<GateResult, "smallest_drop" | "broken_case"> {
  const groups = Map.groupBy(cases, ({ before, first, planned }) =>
    [before.trials, first.trials, planned].join(),
  );
  const [largest] = [...groups.values()].sort((one, other) => other.length - one.length);
  const [typical] = largest ?? [];
  if (typical === undefined) return { smallest_drop: null };
  const baseline = typical.before.trials;
  const trials = { baseline, first: typical.first.trials, most: typical.planned };
  return {
    smallest_drop: {
      baseline: { passed: baseline, trials: baseline },
      now: smallestDrop(baseline, trials.most, rule) ?? null,
      baseline_needed: baselineNeeded(trials.most, rule) ?? null,
    },
    // Where a flip decides, so does the one trial.
    ...(rule.flips
      ? {}
      : { broken_case: { ...BROKEN, named: chanceToName(trials, BROKEN, rule) } }),
  };
}

/** The largest count of passes among `trials` at which a case that always passed has regressed; undefined if none is. */
export function smallestDrop(baseline: number, trials: number, rule: CaseRule): Counts | undefined {
  const before = { passed: baseline, trials: baseline };
  for (let passed = trials - 1; passed >= 0; passed--)
    if (caseChange(before, { passed, trials }, rule) === "regressed") return { passed, trials };
  return undefined;
}

const MOST_ADVISED = 1000;

/** How many trials a baseline needs at least for a case that always passed and now always fails; undefined beyond 1,000. */
export function baselineNeeded(trials: number, rule: CaseRule): number | undefined {
  const never = { passed: 0, trials };
  for (let baseline = 1; baseline <= MOST_ADVISED; baseline++) {
    const always = { passed: baseline, trials: baseline };
    if (caseChange(always, never, rule) === "regressed") return baseline;
  }
  return undefined;
}

/** How a case fares whose baseline has `baseline` trials, and which is played `first` times, and up to `most` times. */
export interface CaseTrials {
  readonly baseline: number;
  readonly first: number;
  readonly most: number;
}

/**
 * The chance that a case which passed at the rate `from` for the baseline is found to have regressed now that it passes at
 * the rate `to`: the sum over all that its trials may come to, exact but for baselines of less than a chance of 10⁻⁶.
 */
export function chanceToName(
  { baseline, first, most }: CaseTrials,
  { from, to }: { readonly from: number; readonly to: number },
  rule: CaseRule,
): number {
  let chance = 0;
  for (let passed = 0; passed <= baseline; passed++) {
    const weight = binomialTerm(passed, baseline - passed, from, 1 - from);
    if (weight > 1e-6) chance += weight * named({ passed, trials: baseline });
  }
  return chance;

  function named(before: Counts): number {
    let regressed = 0;
    // By how many trials passed, the chance that the case is still played.
    let open = [1];
    for (let trials = 1; trials <= most; trials++) {
      const last = open;
      open = Array.from(
        { length: trials + 1 },
        (_, passed) => (last[passed] ?? 0) * (1 - to) + (last[passed - 1] ?? 0) * to,
      );
      if (trials < first) continue;
      for (const [passed, weight] of open.entries()) {
        const now = { passed, trials };
        if (trials < most && isSuspicious(before, now, most, rule)) continue;
        const [, best] = reachable(now, most);
        if (caseChange(before, best, rule) === "regressed") regressed += weight;
        open[passed] = 0;
      }
    }
    return regressed;
  }
}
