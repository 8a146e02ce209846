import { casePassCurve } from "../stats/pass/case-curve.ts";
import type { Counts } from "../stats/counts.ts";
import type { Estimate } from "../stats/intervals/wilson.ts";
import { suitePassCurve } from "../stats/pass/suite-curve.ts";
import type { IntervalEnds, PassEstimates, TrialResult, Verdict } from "./result.ts";

/** How many trials count and how many of them passed. Errored ones do not count. */
export function countsOf(trials: readonly Pick<TrialResult, "verdict">[]): Counts {
  const counted = trials.filter(({ verdict }) => verdict === "passed" || verdict === "failed");
  return {
    passed: counted.filter(({ verdict }) => verdict === "passed").length,
    trials: counted.length,
  };
}

const known = new Map<string, PassEstimates>();

/** pass^k and pass@k of a case. Thousands of cases have few different counts: equal ones give the same object. */
export function caseEstimates(counts: Counts): PassEstimates {
  const key = `${counts.passed}/${counts.trials}`;
  let estimates = known.get(key);
  if (estimates === undefined) known.set(key, (estimates = byK(casePassCurve(counts))));
  return estimates;
}

/** pass^k and pass@k of a suite for k up to `upTo`. The same cases give the same intervals. */
export function suiteEstimates(
  cases: readonly Counts[],
  upTo: number,
  clusters?: readonly string[],
): PassEstimates {
  return byK(suitePassCurve(cases, { upTo, clusters }));
}

interface Point {
  readonly k: number;
  readonly passHatK?: Estimate | undefined;
  readonly passAtK?: Estimate | undefined;
}

function byK(points: readonly Point[]): PassEstimates {
  const record = <T>(of: (point: Point) => T | null): Record<string, T | null> =>
    Object.fromEntries(points.map((point) => [point.k, of(point)]));
  return {
    pass_hat_k: record(({ passHatK }) => passHatK?.value ?? null),
    pass_hat_k_interval: record(({ passHatK }) => ends(passHatK)),
    pass_at_k: record(({ passAtK }) => passAtK?.value ?? null),
    pass_at_k_interval: record(({ passAtK }) => ends(passAtK)),
  };
}

export function ends(estimate: Estimate | undefined): IntervalEnds | null {
  const interval = estimate?.interval;
  return interval === undefined ? null : [interval.lower, interval.upper];
}

/** The fewest of `trials` that are at least `share` of them; 0.8 of 5 is 4, despite floating point. */
export function requiredPasses(share: number, trials: number): number {
  return Math.ceil(share * trials - 1e-9);
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
export function isFlaky(trials: readonly Pick<TrialResult, "verdict">[]): boolean {
  const verdicts = new Set(trials.map(({ verdict }) => verdict));
  return verdicts.has("passed") && verdicts.has("failed");
}
