import { type Counts, requireCounts, requireLength } from "../counts.ts";
import { clusteredMean } from "../intervals/mean.ts";
import { type Estimate, wilsonIntervalOfRate } from "../intervals/wilson.ts";

/** The coverage of the interval (0.95), and each case's cluster, such as a tag. */
export interface RateOptions {
  readonly confidence?: number | undefined;
  readonly clusters?: readonly (string | number)[] | undefined;
}

/**
 * The pass rate of a suite: the mean of passed/trials over the cases that have counted trials. Its interval is Wilson's
 * if each case has one trial and is its own cluster, else Student's t on the case means, with both ends clamped to
 * [0, 1]. If the clusters show no spread (all pass, say, or there is only one), t would claim certainty or nothing, so
 * Wilson's interval over the clusters is given. Undefined without any counted trial.
 */
export function suiteRate(
  cases: readonly Counts[],
  { confidence = 0.95, clusters }: RateOptions = {},
): Estimate | undefined {
  if (clusters) requireLength("clusters", clusters.length, cases.length);
  const counted = cases.flatMap((counts, index) => {
    const { passed, trials } = requireCounts(`cases[${index}]`, counts);
    return trials === 0
      ? []
      : [{ rate: passed / trials, trials, label: clusters?.[index] ?? index }];
  });
  const mean = clusteredMean(
    counted.map(({ rate }) => rate),
    counted.map(({ label }) => label),
    confidence,
  );
  if (mean === undefined) return undefined;
  const value = Math.min(1, mean.value);
  const single = counted.length === mean.clusters && counted.every(({ trials }) => trials === 1);
  // Equal scores leave a standard error of rounding size.
  const spread = mean.standardError !== undefined && mean.standardError > 1e-12;
  if (single || !spread || mean.interval === undefined) {
    return { value, interval: wilsonIntervalOfRate(value, mean.clusters, confidence) };
  }
  const { lower, upper } = mean.interval;
  return { value, interval: { lower: Math.max(0, lower), upper: Math.min(1, upper) } };
}
