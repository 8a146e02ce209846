import { requireFinite, requireInside, requireLength } from "../counts.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import type { Estimate } from "./wilson.ts";

/** A mean over cases and its standard error, which is undefined without two clusters. */
export interface ClusteredMean extends Estimate {
  readonly standardError: number | undefined;
  readonly clusters: number;
  /** n² / Σ_c n_c²: how many clusters of one size would say as much, if the scores of each are all alike. */
  readonly effectiveClusters: number;
}

/**
 * The mean s̄ of n case scores in C clusters, its standard error √(C/(C−1) · Σ_c (Σ_{i∈c} (sᵢ − s̄))²) / n and
 * Student's t interval with C − 1 degrees of freedom, which is not clamped. `labels` names each score's cluster;
 * without it each score is its own. Undefined without scores; a score that is not finite throws a RangeError.
 * Sources: Miller 2024, "Adding Error Bars to Evals" (arXiv 2411.00640), with the C/(C−1) of small samples; Kish 1965,
 * "Survey Sampling", for the effective number of clusters.
 */
export function clusteredMean(
  scores: readonly number[],
  labels?: readonly (string | number)[],
  confidence = 0.95,
): ClusteredMean | undefined {
  requireInside("confidence", confidence);
  const n = scores.length;
  if (labels) requireLength("clusters", labels.length, n);
  if (n === 0) return undefined;
  const value = scores.reduce((sum, score) => sum + requireFinite("scores", score), 0) / n;
  const groups = Map.groupBy(scores.entries(), ([index]) => labels?.[index] ?? index);
  const clusters = groups.size;
  const effectiveClusters =
    (n * n) / [...groups.values()].reduce((sum, { length }) => sum + length * length, 0);
  const counted = { value, clusters, effectiveClusters };
  if (clusters < 2) return { ...counted, interval: undefined, standardError: undefined };
  const squares = [...groups.values()].reduce((sum, group) => {
    const residual = group.reduce((total, [, score]) => total + (score - value), 0);
    return sum + residual * residual;
  }, 0);
  const standardError = Math.sqrt((clusters / (clusters - 1)) * squares) / n;
  const reach = studentTQuantile(0.5 + confidence / 2, clusters - 1) * standardError;
  const interval = { lower: value - reach, upper: value + reach };
  return { ...counted, interval, standardError };
}
