import { requireInside, requireWhole } from "../counts.ts";
import { regularizedBeta } from "../distributions/binomial.ts";
import { studentTQuantile } from "../distributions/student-t.ts";

/** Significance level (0.05), power (0.8), how a difference is spread (1), and whether the test is McNemar's (no). */
export interface DetectableOptions {
  readonly alpha?: number;
  readonly power?: number;
  /**
   * How many trials of a cluster a difference δ falls on independently, each with chance δ: 1, the worst case, if whole
   * clusters flip; all those of a cluster, on average, if it is spread evenly.
   */
  readonly spread?: number;
  readonly exact?: boolean;
}

/**
 * The smallest mean difference of case rates that a comparison of this many clusters would show at significance `alpha`
 * with probability `power`. It solves δ = k √(SE² + δ(1−δ)/(C·spread)) with k = t_{1−α/2} + t_{power} (C − 1 degrees of
 * freedom): to the clustered standard error seen it adds the spread that δ itself brings. And it lets as many clusters
 * differ as a sign test needs to reject, 1 + log₂(1/α), with that power; with `spread` trials a share of
 * 1 − (1−δ)^spread of the clusters differs. For the exact McNemar test, which is coarse because it counts whole cases,
 * one more case has to flip. Undefined when even all clusters would be too few.
 * Sources: the sample-size formula of Miller 2024 (arXiv 2411.00640), solved for the difference, with Student's t for z
 * and ω² with what δ brings; Edwards 1948, "Note on the Correction for Continuity", for the one more case.
 */
export function detectableDifference(
  standardError: number,
  clusters: number,
  { alpha = 0.05, power = 0.8, spread = 1, exact = false }: DetectableOptions = {},
): number | undefined {
  requireInside("alpha", alpha);
  requireInside("power", power);
  requireWhole("clusters", clusters);
  if (!(spread > 0)) throw new RangeError(`spread must be more than 0, but is ${spread}.`);
  if (!(standardError >= 0)) {
    throw new RangeError(`standardError must not be negative, but is ${standardError}.`);
  }
  const needed = Math.ceil(1 + Math.log2(1 / alpha) - 1e-9);
  if (clusters < Math.max(2, needed)) return undefined;
  const degrees = clusters - 1;
  const k = studentTQuantile(1 - alpha / 2, degrees) + studentTQuantile(power, degrees);
  const own = (k * k) / (clusters * spread);
  const noise = k * k * standardError * standardError;
  const shown = (own + Math.sqrt(own * own + 4 * (1 + own) * noise)) / (2 * (1 + own));
  const coarse = exact && standardError > 0 ? 1 / clusters : 0;
  const least = 1 - (1 - shareThatReaches(needed, clusters, power)) ** (1 / spread);
  return Math.min(1, Math.max(shown + coarse, least));
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
