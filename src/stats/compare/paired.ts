import { type Counts, requireCounts, requireInside, requireWhole } from "../counts.ts";
import { clusteredMean } from "../intervals/mean.ts";
import { type Interval, wilsonIntervalOfRate } from "../intervals/wilson.ts";
import { detectableDifference } from "./detectable-difference.ts";
import { mcnemarExact, type PairedPValues } from "./exact-tests.ts";
import { relabellingTest } from "./relabelling.ts";
import { type SignFlip, type SignFlipOptions, signFlip } from "./sign-flip.ts";

/** One case under both runs. Cases of one `cluster` (a tag, say) do not count as independent. */
export interface PairedCase {
  readonly baseline: Counts;
  readonly candidate: Counts;
  readonly cluster?: string | undefined;
}

/** How the candidate compares; "no difference shown" is not "no difference". */
export type PairedVerdict = "better" | "worse" | "no difference shown";

/** Two runs over the cases with a counted trial under both; differences are candidate − baseline of mean case rates. */
export interface PairedComparison extends PairedPValues {
  readonly verdict: PairedVerdict;
  readonly difference: number;
  readonly interval: Interval;
  readonly test: "mcnemar" | "sign-flip";
  /**
   * The smallest difference shown with power 0.8, however it is spread over the cases, and whatever the other
   * comparisons give; undefined: too few clusters.
   */
  readonly detectable: number | undefined;
  /** The same for a difference that is spread evenly over the cases. */
  readonly detectableIfEven: number | undefined;
  readonly cases: number;
  readonly clusters: number;
}

export interface PairedOptions extends SignFlipOptions {
  /** How many comparisons the p-values are adjusted for together; 1 by default. */
  readonly comparisons?: number | undefined;
}

/**
 * Compares two runs case by case by the mean of the per-case differences. The test is exact McNemar if every case has a
 * single trial on both sides and is its own cluster, else the sign-flip test over clusters. If a case has more trials
 * on one side, the relabelling test must reject as well, and the larger p-value counts. For equal models the
 * false-positive rate is at most `alpha` in each of these. The interval is the sign-flip one, widened to contain 0 when
 * the p-value does not reject; if no case differs it is ± the Wilson bound for 0 differing clusters.
 * Undefined without a case that has trials on both sides.
 */
export function pairedComparison(
  cases: readonly PairedCase[],
  { alpha = 0.05, resamples, seed, comparisons = 1 }: PairedOptions = {},
): PairedComparison | undefined {
  requireInside("alpha", alpha);
  requireWhole("comparisons", comparisons, 1);
  const counted = cases.flatMap(({ baseline, candidate, cluster }, index) => {
    requireCounts(`cases[${index}].baseline`, baseline);
    requireCounts(`cases[${index}].candidate`, candidate);
    if (baseline.trials === 0 || candidate.trials === 0) return [];
    const difference = candidate.passed / candidate.trials - baseline.passed / baseline.trials;
    return { baseline, candidate, difference, cluster: cluster ?? index };
  });
  const groups = [...Map.groupBy(counted, ({ cluster }) => cluster).values()];
  const sums = groups.map((group) => group.reduce((sum, { difference }) => sum + difference, 0));
  const sizes = groups.map(({ length }) => length);
  const mean = clusteredMean(
    counted.map(({ difference }) => difference),
    counted.map(({ cluster }) => cluster),
  );
  const flip = signFlip(sums, sizes, { alpha, resamples, seed });
  if (mean === undefined || flip === undefined) return undefined;

  const { clusters } = mean;
  const up = counted.filter(({ difference }) => difference > 0).length;
  const down = counted.filter(({ difference }) => difference < 0).length;
  const exact =
    clusters === counted.length &&
    counted.every(({ baseline, candidate }) => baseline.trials === 1 && candidate.trials === 1);
  const unequal = counted.some(({ baseline, candidate }) => baseline.trials !== candidate.trials);
  const relabelled = unequal ? relabellingTest(counted, { resamples, seed }) : undefined;
  const { pValue, pLess } = exact ? mcnemarExact(up, down) : larger(flip, relabelled);
  // The difference falls on one side's trials: those of the side with fewer, at worst.
  const trials = counted.map(({ baseline, candidate }) =>
    Math.min(baseline.trials, candidate.trials),
  );
  const perTrial = trials.reduce((sum, count) => sum + 1 / count, 0) / counted.length;
  // A p-value below alpha / comparisons is rejected by Holm's procedure whatever the others are.
  const detectable = (spread: number): number | undefined =>
    detectableDifference(mean.standardError ?? 0, clusters, {
      alpha: alpha / comparisons,
      spread,
      exact,
    });
  return {
    verdict: pairedVerdict(mean.value, pValue, alpha),
    difference: mean.value,
    interval: pairedInterval(flip, up + down, clusters, pValue, alpha),
    pValue,
    pLess,
    test: exact ? "mcnemar" : "sign-flip",
    detectable: detectable(1),
    detectableIfEven: detectable(counted.length / clusters / perTrial),
    cases: counted.length,
    clusters,
  };
}

/** Both tests must reject. */
function larger(one: PairedPValues, other: PairedPValues = { pValue: 0, pLess: 0 }): PairedPValues {
  return {
    pValue: Math.max(one.pValue, other.pValue),
    pLess: Math.max(one.pLess, other.pLess),
  };
}

/** The verdict of a p-value; with several comparisons, of an adjusted one. */
export function pairedVerdict(difference: number, pValue: number, alpha = 0.05): PairedVerdict {
  if (!(pValue <= alpha) || difference === 0) return "no difference shown";
  return difference > 0 ? "better" : "worse";
}

function pairedInterval(
  flip: SignFlip,
  differing: number,
  clusters: number,
  pValue: number,
  alpha: number,
): Interval {
  if (differing === 0) {
    // |mean difference| ≤ the share of clusters that differ, and none was seen to.
    const bound = wilsonIntervalOfRate(0, clusters, 1 - alpha)?.upper ?? 1;
    return { lower: -bound, upper: bound };
  }
  // McNemar may be the more cautious: what it does not reject belongs to the interval too.
  const zero = pValue > alpha ? [0] : [];
  const lower = Math.max(-1, Math.min(flip.lower, ...zero));
  const upper = Math.min(1, Math.max(flip.upper, ...zero));
  return { lower, upper };
}
