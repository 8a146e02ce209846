import { requireFinite, requireInside, requireLength, requireWhole } from "../counts.ts";
import { heads, randomFrom, type Sampling } from "../random.ts";

/** The ends of the interval are infinite when the clusters are too few to bound the mean. */
export interface SignFlip {
  readonly pValue: number;
  readonly lower: number;
  readonly upper: number;
}

/** The significance level of the interval (0.05), and how many random subsets are drawn (9,999). */
export interface SignFlipOptions extends Sampling {
  readonly alpha?: number | undefined;
}

interface Kind {
  readonly sum: number;
  readonly size: number;
  clusters: number;
}

/**
 * Tests whether paired differences have mean 0 by flipping the signs of whole clusters; `sums` and `sizes` are each
 * cluster's total difference and its number of cases. If either side is as likely to be the higher, each pattern of
 * signs is as likely as the one seen. Flipping subset S raises the total to at least that seen exactly when the mean
 * over S is at most 0. So the means of random subsets (each cluster in or out by a coin) give the two-sided p-value,
 * with the seen pattern counted in, and their quantiles give the interval of means that the test does not reject.
 * Undefined without clusters.
 * Sources: Fisher 1935, "The Design of Experiments" §21; Hartigan 1969, "Using Subsample Values as Typical Values";
 * Phipson and Smyth 2010 (arXiv 1603.05766) for counting in the seen pattern.
 */
export function signFlip(
  sums: readonly number[],
  sizes: readonly number[],
  { alpha = 0.05, resamples = 9_999, seed = 1 }: SignFlipOptions = {},
): SignFlip | undefined {
  requireInside("alpha", alpha);
  requireWhole("resamples", resamples, 1);
  requireLength("sizes", sizes.length, sums.length);
  if (sums.length === 0) return undefined;
  const kinds = kindsOf(sums, sizes);
  const random = randomFrom(seed);
  const means = new Float64Array(resamples);
  let drawn = 0;
  for (let round = 0; round < resamples; round += 1) {
    let sum = 0;
    let size = 0;
    for (const kind of kinds) {
      const chosen = heads(random, kind.clusters);
      sum += chosen * kind.sum;
      size += chosen * kind.size;
    }
    // Totals that are 0 on paper come out as rounding errors; they are ties on both sides.
    if (size > 0) means[drawn++] = Math.abs(sum) < 1e-9 ? 0 : sum / size;
  }
  const sorted = means.subarray(0, drawn).sort();
  // The seen pattern is the empty subset, which ties with any mean, as do the empty subsets drawn.
  const ties = 1 + resamples - drawn;
  const below = sorted.findLastIndex((mean) => mean <= 0) + 1;
  const firstAbove = sorted.findIndex((mean) => mean >= 0);
  const above = firstAbove < 0 ? 0 : drawn - firstAbove;
  const pValue = Math.min(1, (2 * (ties + Math.min(below, above))) / (resamples + 1));
  const cut = Math.floor((alpha / 2) * (resamples + 1)) - ties;
  return { pValue, lower: sorted[cut] ?? -Infinity, upper: sorted[drawn - 1 - cut] ?? Infinity };
}

/** Clusters with equal sum and size are interchangeable: their coins are tossed together. */
function kindsOf(sums: readonly number[], sizes: readonly number[]): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  sums.forEach((sum, index) => {
    const size = requireWhole("sizes", sizes[index] ?? 0, 1);
    // Adding 0 makes one key of 0 and −0.
    const key = `${requireFinite("sums", sum) + 0}/${size}`;
    const kind = kinds.get(key);
    if (kind) kind.clusters += 1;
    else kinds.set(key, { sum, size, clusters: 1 });
  });
  return [...kinds.values()];
}
