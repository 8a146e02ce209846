import { type Counts, requireCounts, requireLength } from "../counts.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import { type ClusteredMean, clusteredMean } from "../intervals/mean.ts";
import { type Estimate, wilsonIntervalOfRate } from "../intervals/wilson.ts";

/** The coverage of the interval (0.95), and each case's cluster, such as a tag. */
export interface RateOptions {
  readonly confidence?: number | undefined;
  readonly clusters?: readonly (string | number)[] | undefined;
}

/**
 * The pass rate of a suite: the mean s̄ of passed/trials over the cases that have counted trials. Its interval is Wilson's
 * over as many units as say as much: s̄(1−s̄)/SE² · (z/t)² by the clustered standard error, with Student's t of C − 1
 * degrees of freedom for what C clusters leave unknown of it, and at least the effective number of clusters, since no
 * rates spread more than those that are all 0 or 1. So it is Wilson's over the cases if each has one trial, or if all
 * agree. Undefined without any counted trial.
 * Source: Korn and Graubard 1998, "Confidence Intervals for Proportions with Small Expected Number of Positive Counts
 * Estimated from Survey Data", with Wilson's interval for Clopper and Pearson's (as Dean and Pagano 2015 advise).
 */
export function suiteRate(
  cases: readonly Counts[],
  { confidence = 0.95, clusters }: RateOptions = {},
): Estimate | undefined {
  if (clusters) requireLength("clusters", clusters.length, cases.length);
  const counted = cases.flatMap((counts, index) => {
    const { passed, trials } = requireCounts(`cases[${index}]`, counts);
    return trials === 0 ? [] : [{ rate: passed / trials, label: clusters?.[index] ?? index }];
  });
  const mean = clusteredMean(
    counted.map(({ rate }) => rate),
    counted.map(({ label }) => label),
    confidence,
  );
  if (mean === undefined) return undefined;
  const value = Math.min(1, mean.value);
  const units = Math.max(mean.effectiveClusters, unitsBySpread(value, mean, confidence));
  return { value, interval: wilsonIntervalOfRate(value, units, confidence) };
}

/** 0 where there is no spread to go by. */
function unitsBySpread(
  value: number,
  { standardError = 0, clusters }: ClusteredMean,
  confidence: number,
): number {
  // Equal scores leave a standard error of rounding size.
  if (standardError < 1e-12) return 0;
  const upTo = 0.5 + confidence / 2;
  const ratio = normalQuantile(upTo) / (studentTQuantile(upTo, clusters - 1) * standardError);
  return value * (1 - value) * ratio * ratio;
}
