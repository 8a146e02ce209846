import type { GateSuite } from "../results/gate-result.ts";
import { mantelHaenszelExact } from "../stats/compare/mantel-haenszel.ts";
import type { Counts } from "../stats/counts.ts";
import { normalQuantile } from "../stats/distributions/normal.ts";
import type { ComparedCase } from "./played-case.ts";

const POWER = 0.8;

/**
 * The suite as a whole, by the first trials of every case: how many these are does not depend on how they went. It got
 * worse if the one-sided exact test of Mantel and Haenszel says so at the level `alpha`. Null without a case.
 *
 * The interval covers 1 − 2 alpha, so that it goes with the test. Its reach w, and the difference that would be shown
 * with a chance of 0.8, solve w = z √(SE² + w(1 − w)/N) for N trials now: SE is that of the mean difference of case rates
 * if nothing changed, and the last term the spread that a drop brings itself, as in Wilson's interval.
 */
export function suiteChange(
  cases: readonly Pick<ComparedCase, "before" | "first">[],
  alpha: number,
): GateSuite | null {
  const counted = cases
    .map(({ before, first }) => ({ baseline: before, candidate: first }))
    .filter(({ baseline, candidate }) => baseline.trials > 0 && candidate.trials > 0);
  const test = mantelHaenszelExact(counted);
  if (test === undefined) return null;
  const meanRate = (counts: readonly Counts[]): number =>
    counts.reduce((sum, { passed, trials }) => sum + passed / trials, 0) / counts.length;
  const before = meanRate(counted.map(({ baseline }) => baseline));
  const now = meanRate(counted.map(({ candidate }) => candidate));
  const difference = now - before;
  const variance = counted.reduce((sum, { baseline, candidate }) => {
    const rate = (baseline.passed + candidate.passed) / (baseline.trials + candidate.trials);
    return sum + rate * (1 - rate) * (1 / baseline.trials + 1 / candidate.trials);
  }, 0);
  const noise = variance / counted.length ** 2;
  const trials = counted.reduce((sum, { candidate }) => sum + candidate.trials, 0);
  const reachOf = (z: number): number => {
    const own = (z * z) / trials;
    return (own + Math.sqrt(own * own + 4 * (1 + own) * z * z * noise)) / (2 * (1 + own));
  };
  const z = normalQuantile(1 - alpha);
  const reach = reachOf(z);
  const verdict =
    test.less <= alpha ? "worse" : test.greater <= alpha ? "better" : "no difference shown";
  const zero = verdict === "no difference shown" ? [0] : [];
  return {
    cases: counted.length,
    verdict,
    baseline_rate: before,
    rate: now,
    difference,
    interval: [
      Math.max(-1, Math.min(difference - reach, ...zero)),
      Math.min(1, Math.max(difference + reach, ...zero)),
    ],
    p_value: difference > 0 ? test.greater : test.less,
    test: "mantel-haenszel",
    detectable: reachOf(z + normalQuantile(POWER)),
  };
}
