import type { Estimate } from "./interval.ts";
import { clusterIndex } from "./clusters.ts";
import { requireFinite, requireInside } from "../require.ts";
import { studentTQuantile } from "../distributions/student-t.ts";

/** A mean over cases with what is known of its error; without two clusters, nothing is known. */
export interface ClusteredMean extends Estimate {
  readonly standardError: number | undefined;
  readonly scores: number;
  readonly clusters: number;
}

/**
 * The mean s̄ of n case scores in C clusters, its standard error
 * √(C/(C−1) · Σ_c (Σ_{i∈c} (sᵢ − s̄))²) / n and Student's t interval with C − 1 degrees of freedom,
 * which is not clamped. `labels` names each score's cluster; without it each score is its own.
 * Undefined without scores; a score that is not finite throws a RangeError.
 * Source: Miller 2024, "Adding Error Bars to Evals" (arXiv 2411.00640), with the C/(C−1) of
 * small samples.
 */
export function clusteredMean(
  scores: readonly number[],
  labels?: readonly (string | number)[],
  confidence = 0.95,
): ClusteredMean | undefined {
  requireInside("confidence", confidence);
  const { of, clusters } = clusterIndex(scores.length, labels);
  if (scores.length === 0) return undefined;

  let total = 0;
  for (const score of scores) total += requireFinite("scores", score);
  const value = total / scores.length;
  if (clusters < 2) {
    return {
      value,
      interval: undefined,
      standardError: undefined,
      scores: scores.length,
      clusters,
    };
  }
  const residuals = new Float64Array(clusters);
  scores.forEach((score, index) => {
    const cluster = of[index] ?? 0;
    residuals[cluster] = (residuals[cluster] ?? 0) + (score - value);
  });
  let squares = 0;
  for (const residual of residuals) squares += residual * residual;
  const standardError = Math.sqrt((clusters / (clusters - 1)) * squares) / scores.length;
  const reach = studentTQuantile(0.5 + confidence / 2, clusters - 1) * standardError;
  const interval = { lower: value - reach, upper: value + reach, confidence };
  return { value, interval, standardError, scores: scores.length, clusters };
}
