import { requireInside, requireWhole } from "../counts.ts";
import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import { randomFrom, type Sampling } from "../random.ts";
import type { Interval } from "./wilson.ts";

/** The coverage of the interval (0.95), and how many resamples are drawn (2,000). */
export interface BootstrapOptions extends Sampling {
  readonly confidence?: number | undefined;
}

/**
 * For each resample, draws as many units as there are, with replacement, and calls `visit` with the tally of each kind.
 * Units of one kind are interchangeable; `kindOf` numbers each unit's kind.
 */
export function resample(
  kindOf: Int32Array,
  kinds: number,
  { resamples = 2_000, seed = 1 }: Sampling,
  visit: (tally: Int32Array) => void,
): void {
  requireWhole("resamples", resamples, 1);
  const random = randomFrom(seed);
  const units = kindOf.length;
  if (units === 0) return;
  const tally = new Int32Array(kinds);
  for (let round = 0; round < resamples; round += 1) {
    tally.fill(0);
    for (let draw = 0; draw < units; draw += 1) {
      const kind = kindOf[random.below(units)] ?? 0;
      tally[kind] = (tally[kind] ?? 0) + 1;
    }
    visit(tally);
  }
}

/**
 * The bias-corrected and accelerated interval of bootstrapped `estimates` (sorted in place) around the estimate from
 * all units. BCa rather than plain percentiles, since rates near 0 and 1 are skewed and percentiles then miss the truth
 * too often on one side. √(n/(n−1)) t replaces the normal quantile, since resampling n units underrates their spread by
 * √((n−1)/n), which matters in suites of tens of cases. Undefined with fewer than two units or without estimates.
 * Sources: Efron 1987, "Better Bootstrap Confidence Intervals"; Hesterberg 2015, "What Teachers Should Know About the
 * Bootstrap" (arXiv 1411.5279) for the expansion.
 */
export function bcaInterval(
  estimates: Float64Array,
  {
    estimate,
    acceleration: skew,
    units,
  }: Readonly<Record<"estimate" | "acceleration" | "units", number>>,
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
  };
}

/**
 * BCa's acceleration from each unit's influence on the estimate, which need not be scaled: Σ uᵢ³ / (6 (Σ uᵢ²)^{3/2});
 * `tally` says how many units there are of each. 0 without any spread.
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

/**
 * The sample quantile of `sorted` finite values at `probability` (0.5 the median, 0.95 the p95) by linear interpolation
 * of the order statistics at (n − 1)p, R's type 7 (Hyndman and Fan 1996). Undefined without values.
 */
export function sortedQuantile(sorted: Float64Array, probability: number): number | undefined {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const lower = sorted[below];
  if (lower === undefined) return undefined;
  const upper = sorted[below + 1] ?? lower;
  return lower + (position - below) * (upper - lower);
}
