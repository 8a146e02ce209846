import { requireInside, requireWhole } from "../counts.ts";
import { regularizedBeta } from "../distributions/binomial.ts";
import { studentTQuantile } from "../distributions/student-t.ts";

/** Significance level (0.05), power (0.8), and whether the test is McNemar's exact one (no). */
export interface DetectableOptions {
  readonly alpha?: number;
  readonly power?: number;
  readonly exact?: boolean;
}

/**
 * The smallest mean difference of case rates that a comparison of this many clusters would show at significance `alpha`
 * with probability `power`, however it is spread over them. It solves δ = k √(SE² + δ(1−δ)/C) with
 * k = t_{1−α/2} + t_{power} (C − 1 degrees of freedom): to the clustered standard error seen it adds the spread that δ
 * itself brings if whole clusters flip. It is at least the share of clusters that must flip for 1 + log₂(1/α) of them
 * to do so with that power, since no sign test rejects with fewer. For the exact McNemar test, which is coarse because
 * it counts whole cases, one more case has to flip. Undefined when even all clusters would be too few.
 * Sources: the sample-size formula of Miller 2024 (arXiv 2411.00640), solved for the difference, with Student's t for z
 * and with ω² at its largest for that difference; Edwards 1948, "Note on the Correction for Continuity", for the one
 * more case.
 */
export function detectableDifference(
  standardError: number,
  clusters: number,
  { alpha = 0.05, power = 0.8, exact = false }: DetectableOptions = {},
): number | undefined {
  requireInside("alpha", alpha);
  requireInside("power", power);
  requireWhole("clusters", clusters);
  if (!(standardError >= 0)) {
    throw new RangeError(`standardError must not be negative, but is ${standardError}.`);
  }
  const needed = Math.ceil(1 + Math.log2(1 / alpha) - 1e-9);
  if (clusters < Math.max(2, needed)) return undefined;
  const degrees = clusters - 1;
  const k = studentTQuantile(1 - alpha / 2, degrees) + studentTQuantile(power, degrees);
  const own = (k * k) / clusters;
  const noise = k * k * standardError * standardError;
  const shown = (own + Math.sqrt(own * own + 4 * (1 + own) * noise)) / (2 * (1 + own));
  const coarse = exact && standardError > 0 ? 1 / clusters : 0;
  return Math.min(1, Math.max(shown + coarse, shareThatReaches(needed, clusters, power)));
}

/** The q at which a binomial count of `trials` reaches `needed` with probability `power`. */
function shareThatReaches(needed: number, trials: number, power: number): number {
  let low = 0;
  let high = 1;
  for (let halving = 0; halving < 50; halving += 1) {
    const middle = (low + high) / 2;
    const reached = regularizedBeta(needed, trials - needed + 1, middle, 1 - middle);
    if (reached < power) low = middle;
    else high = middle;
  }
  return high;
}
