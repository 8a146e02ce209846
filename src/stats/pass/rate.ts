import { type Counts, requireCounts, requireLength } from "../counts.ts";
import { type ClusteredMean, clusteredMean } from "../intervals/mean.ts";
import { type Estimate, type Interval, wilsonIntervalOfRate } from "../intervals/wilson.ts";

/** A suite's pass rate over the cases that have counted trials. */
export interface SuiteRate extends Estimate {
  readonly method: "wilson" | "student-t";
}

/** The coverage of the interval (0.95), and each case's cluster, such as a tag. */
export interface RateOptions {
  readonly confidence?: number | undefined;
  readonly clusters?: readonly (string | number)[] | undefined;
}

/**
 * The mean over cases of passed/trials. Its interval is Wilson's if each case has one trial and is its own cluster,
 * else Student's t on the case means, with both ends clamped to [0, 1]. If the clusters show no spread (all pass, say,
 * or there is only one), t would claim certainty or nothing, so Wilson's interval over the clusters is given. Undefined
 * without any counted trial.
 */
export function suiteRate(
  cases: readonly Counts[],
  { confidence = 0.95, clusters }: RateOptions = {},
): SuiteRate | undefined {
  if (clusters) requireLength("clusters", clusters.length, cases.length);
  const means: number[] = [];
  const labels: (string | number)[] = [];
  let single = true;
  cases.forEach((counts, index) => {
    requireCounts(`cases[${index}]`, counts);
    if (counts.trials === 0) return;
    means.push(counts.passed / counts.trials);
    labels.push(clusters?.[index] ?? index);
    single &&= counts.trials === 1;
  });
  const mean = clusteredMean(means, labels, confidence);
  if (mean === undefined) return undefined;
  const alone = mean.clusters === mean.scores;
  const method = (single && alone) || !hasSpread(mean) ? "wilson" : "student-t";
  const value = Math.min(1, mean.value);
  const interval =
    method === "wilson"
      ? wilsonIntervalOfRate(value, mean.clusters, confidence)
      : mean.interval && clamped(mean.interval);
  return { value, interval, method };
}

/** Equal scores leave a standard error of rounding size. */
function hasSpread(mean: ClusteredMean): boolean {
  return mean.standardError !== undefined && mean.standardError > 1e-12;
}

function clamped({ lower, upper, confidence }: Interval): Interval {
  return { lower: Math.max(0, lower), upper: Math.min(1, upper), confidence };
}
