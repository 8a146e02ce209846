import type { Interval } from "./interval.ts";
import { requireInside } from "../require.ts";
import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import { sortedQuantile } from "./quantile.ts";
import { studentTQuantile } from "../distributions/student-t.ts";

/** What was resampled: the estimate from all `units`, and its acceleration (see `acceleration`). */
export interface Resampled {
  readonly estimate: number;
  readonly acceleration: number;
  readonly units: number;
}

/**
 * The bias-corrected and accelerated interval of bootstrapped `estimates` (sorted in place). BCa
 * rather than plain percentiles, since rates near 0 and 1 are skewed and percentiles then miss the
 * truth too often on one side. In place of the normal quantile stands √(n/(n−1)) t, since resampling
 * n units underrates their spread by √((n−1)/n), which tells in suites of tens of cases. Undefined
 * with fewer than two units or without estimates.
 * Sources: Efron 1987, "Better Bootstrap Confidence Intervals"; Hesterberg 2015, "What Teachers
 * Should Know About the Bootstrap" (arXiv 1411.5279) for the expansion.
 */
export function bcaInterval(
  estimates: Float64Array,
  { estimate, acceleration: skew, units }: Resampled,
  confidence = 0.95,
): Interval | undefined {
  requireInside("confidence", confidence);
  if (units < 2 || estimates.length === 0) return undefined;
  const sorted = estimates.sort();
  let below = 0;
  for (const one of sorted) {
    if (Math.abs(one - estimate) < 1e-12) below += 0.5;
    else if (one < estimate) below += 1;
  }
  const bias = normalQuantile((below + 0.5) / (sorted.length + 1));
  const reach = studentTQuantile(0.5 + confidence / 2, units - 1) * Math.sqrt(units / (units - 1));
  const end = (z: number): number => {
    const shrink = 1 - skew * (bias + z);
    const probability = shrink > 0 ? normalCdf(bias + (bias + z) / shrink) : z < 0 ? 0 : 1;
    return sortedQuantile(sorted, probability) ?? estimate;
  };
  return {
    lower: Math.min(estimate, end(-reach)),
    upper: Math.max(estimate, end(reach)),
    confidence,
  };
}

/**
 * BCa's acceleration from each unit's influence on the estimate, which need not be scaled:
 * Σ uᵢ³ / (6 (Σ uᵢ²)^{3/2}); `tally` says how many units there are of each. 0 without any spread.
 */
export function acceleration(influences: Float64Array, tally?: Int32Array): number {
  let squares = 0;
  let cubes = 0;
  influences.forEach((influence, index) => {
    const units = tally?.[index] ?? 1;
    squares += units * influence * influence;
    cubes += units * influence * influence * influence;
  });
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
}
