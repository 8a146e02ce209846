import { requireFinite, requireInside, requireLength } from "../counts.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import type { Estimate } from "./wilson.ts";

/**
 * Numbers the distinct labels in the order of their first appearance: `of` has the number of each unit's cluster. Without
 * labels each unit is a cluster of its own.
 */
export function clusterIndex(
  units: number,
  labels: readonly (string | number)[] | undefined,
): { readonly of: Int32Array; readonly clusters: number } {
  const of = new Int32Array(units);
  if (labels === undefined) {
    for (let unit = 0; unit < units; unit += 1) of[unit] = unit;
    return { of, clusters: units };
  }
  requireLength("clusters", labels.length, units);
  const seen = new Map<string | number, number>();
  labels.forEach((label, unit) => {
    const known = seen.get(label) ?? seen.size;
    seen.set(label, known);
    of[unit] = known;
  });
  return { of, clusters: seen.size };
}

/** A mean over cases and its standard error, which is undefined without two clusters. */
export interface ClusteredMean extends Estimate {
  readonly standardError: number | undefined;
  readonly scores: number;
  readonly clusters: number;
}

/**
 * The mean s̄ of n case scores in C clusters, its standard error √(C/(C−1) · Σ_c (Σ_{i∈c} (sᵢ − s̄))²) / n and Student's t
 * interval with C − 1 degrees of freedom, which is not clamped. `labels` names each score's cluster; without it each score
 * is its own. Undefined without scores; a score that is not finite throws a RangeError.
 * Source: Miller 2024, "Adding Error Bars to Evals" (arXiv 2411.00640), with the C/(C−1) of small samples.
 */
export function clusteredMean(
  scores: readonly number[],
  labels?: readonly (string | number)[],
  confidence = 0.95,
): ClusteredMean | undefined {
  requireInside("confidence", confidence);
  const { of, clusters } = clusterIndex(scores.length, labels);
  const n = scores.length;
  if (n === 0) return undefined;
  const value = scores.reduce((sum, score) => sum + requireFinite("scores", score), 0) / n;
  if (clusters < 2)
    return { value, interval: undefined, standardError: undefined, scores: n, clusters };
  const residuals = new Float64Array(clusters);
  scores.forEach((score, index) => {
    const cluster = of[index] ?? 0;
    residuals[cluster] = (residuals[cluster] ?? 0) + (score - value);
  });
  let squares = 0;
  for (const residual of residuals) squares += residual * residual;
  const standardError = Math.sqrt((clusters / (clusters - 1)) * squares) / n;
  const reach = studentTQuantile(0.5 + confidence / 2, clusters - 1) * standardError;
  const interval = { lower: value - reach, upper: value + reach, confidence };
  return { value, interval, standardError, scores: n, clusters };
}
