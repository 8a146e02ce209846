import { requireFinite, requireInside, requireLength, requireWhole } from "../counts.ts";
import { heads, randomFrom, type Sampling } from "../random.ts";
import type { PairedPValues } from "./exact-tests.ts";

/** The ends of the interval are infinite when the clusters are too few to bound the mean. */
export interface SignFlip extends PairedPValues {
  readonly lower: number;
  readonly upper: number;
}

/** The significance level of the interval (0.05), and how many random subsets are drawn at most (9,999). */
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
 * over S is at most 0, and lowers it when it is at least 0. So the means of subsets give the p-values, and their
 * quantiles give the interval of means that the two-sided test does not reject. All 2^C subsets of C clusters are
 * taken, which is exact, unless these are more than `resamples` and the pattern seen; then random ones are (each
 * cluster in or out by a coin), and the pattern seen is counted in. Undefined without clusters.
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
  sums.forEach((sum) => requireFinite("sums", sum));
  sizes.forEach((size) => requireWhole("sizes", size, 1));
  const all = 2 ** sums.length;
  const subsets = all <= resamples + 1 ? all : resamples + 1;
  const sorted = (
    subsets === all ? allMeans(sums, sizes) : randomMeans(kindsOf(sums, sizes), resamples, seed)
  ).sort();
  // The seen pattern is the empty subset, which ties with any mean, as do the empty subsets drawn.
  const ties = subsets - sorted.length;
  const below = ties + sorted.findLastIndex((mean) => mean <= 0) + 1;
  const firstAbove = sorted.findIndex((mean) => mean >= 0);
  const above = ties + (firstAbove < 0 ? 0 : sorted.length - firstAbove);
  const cut = Math.floor((alpha / 2) * subsets) - ties;
  return {
    pValue: Math.min(1, (2 * Math.min(below, above)) / subsets),
    pLess: above / subsets,
    lower: sorted[cut] ?? -Infinity,
    upper: sorted[sorted.length - 1 - cut] ?? Infinity,
  };
}

/** The mean over each subset of the clusters but the empty one. */
function allMeans(sums: readonly number[], sizes: readonly number[]): Float64Array {
  const totals = new Float64Array(2 ** sums.length);
  const counts = new Float64Array(totals.length);
  sums.forEach((sum, index) => {
    const without = 2 ** index;
    for (let subset = 0; subset < without; subset += 1) {
      totals[without + subset] = (totals[subset] ?? 0) + sum;
      counts[without + subset] = (counts[subset] ?? 0) + (sizes[index] ?? 0);
    }
  });
  return totals.map((sum, subset) => meanOf(sum, counts[subset] ?? 1)).subarray(1);
}

/** The means over random subsets; empty ones have none. */
function randomMeans(kinds: readonly Kind[], resamples: number, seed: number): Float64Array {
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
    if (size > 0) means[drawn++] = meanOf(sum, size);
  }
  return means.subarray(0, drawn);
}

/** Totals that are 0 on paper come out as rounding errors; they are ties on both sides. */
function meanOf(sum: number, size: number): number {
  return Math.abs(sum) < 1e-9 ? 0 : sum / size;
}

/** Clusters with equal sum and size are interchangeable: their coins are tossed together. */
function kindsOf(sums: readonly number[], sizes: readonly number[]): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  sums.forEach((sum, index) => {
    const size = sizes[index] ?? 1;
    // Adding 0 makes one key of 0 and −0.
    const key = `${sum + 0}/${size}`;
    const kind = kinds.get(key);
    if (kind) kind.clusters += 1;
    else kinds.set(key, { sum, size, clusters: 1 });
  });
  return [...kinds.values()];
}
