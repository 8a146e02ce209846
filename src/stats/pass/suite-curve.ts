import { type Counts, requireCounts, requireLength, requireWhole } from "../counts.ts";
import {
  acceleration,
  bcaInterval,
  type BootstrapOptions,
  resample,
} from "../intervals/bootstrap.ts";
import { type Estimate, wilsonIntervalOfRate } from "../intervals/wilson.ts";
import { passAtK, passHatK } from "./case-curve.ts";
import { suiteRate } from "./rate.ts";

/** pass^k and pass@k of a suite at one k, over the cases with k trials. */
interface SuitePassPoint {
  readonly k: number;
  readonly passHatK: Estimate | undefined;
  readonly passAtK: Estimate | undefined;
}

/** Besides how to resample: the largest k (the most trials of a case), and each case's cluster. */
interface PassCurveOptions extends BootstrapOptions {
  readonly upTo?: number | undefined;
  readonly clusters?: readonly (string | number)[] | undefined;
}

/**
 * pass^k and pass@k of a suite for every k from 1, with intervals from bootstrapping cases (or clusters of them); all k
 * share the same resamples. At k = 1 both are the pass rate, with the interval of `suiteRate`. The interval is Wilson's
 * over the units in three cases: each case's value is 0 or 1 (k = n), so the mean is a plain proportion; all units
 * agree, so resampling would claim certainty; there are fewer than 30 units, too few to hold what is rare (resampling
 * ten of them covers as little as 83 % instead of 95 %, Wilson's covers 95 % and more, and is seldom the wider).
 * A k beyond all cases' trials has no estimate.
 */
export function suitePassCurve(
  cases: readonly Counts[],
  options: PassCurveOptions = {},
): SuitePassPoint[] {
  cases.forEach((counts, index) => requireCounts(`cases[${index}]`, counts));
  const most = cases.reduce((trials, counts) => Math.max(trials, counts.trials), 0);
  const upTo = requireWhole("upTo", options.upTo ?? most);
  const { kindOf, members } = caseKinds(cases, options.clusters);
  const ks = Array.from({ length: upTo }, (_, index) => index + 1);
  const hats = ks.map((k) => measureOf(members, (counts) => passHatK(counts, k)));
  const ats = ks.map((k) => measureOf(members, (counts) => passAtK(counts, k)));

  // k = 1 needs no resample.
  const resampled = [...hats.slice(1), ...ats.slice(1)];
  if (resampled.length > 0) {
    resample(kindOf, members.length, options, (tally) => {
      for (const measure of resampled) {
        const { value } = pooled(measure, tally);
        if (value !== undefined) measure.estimates.push(value);
      }
    });
  }
  const rate = suiteRate(cases, options);
  const tally = new Int32Array(members.length);
  for (const kind of kindOf) tally[kind] = (tally[kind] ?? 0) + 1;
  return ks.map((k, index) => {
    const estimate = (measure: Measure | undefined): Estimate | undefined =>
      k === 1 ? rate : measure && estimateOf(measure, tally, options.confidence);
    return { k, passHatK: estimate(hats[index]), passAtK: estimate(ats[index]) };
  });
}

const ENOUGH_TO_RESAMPLE = 30;

/** For one unit of each kind, the sum of a measure over its cases and how many of them have it. */
interface Measure {
  readonly sums: Float64Array;
  readonly counted: Int32Array;
  /** Each unit is one case whose value is 0 or 1, as all are at k = n. */
  readonly binary: boolean;
  /** The means of the resamples. */
  readonly estimates: number[];
}

function measureOf(
  members: readonly (readonly Counts[])[],
  measure: (counts: Counts) => number | undefined,
): Measure {
  const values = members.map((unit) => unit.map(measure).filter((value) => value !== undefined));
  return {
    sums: Float64Array.from(values, (defined) => defined.reduce((sum, value) => sum + value, 0)),
    counted: Int32Array.from(values, (defined) => defined.length),
    binary: values.every(
      ([value, ...more]) => more.length === 0 && (value ?? 0) === Math.round(value ?? 0),
    ),
    estimates: [],
  };
}

/** The mean over the cases of the tallied units, and how many of these units have cases with the measure. */
function pooled(
  { sums, counted }: Measure,
  tally: Int32Array,
): { readonly value: number | undefined; readonly units: number } {
  let sum = 0;
  let count = 0;
  let units = 0;
  for (let kind = 0; kind < tally.length; kind += 1) {
    const drawn = tally[kind] ?? 0;
    const size = counted[kind] ?? 0;
    sum += drawn * (sums[kind] ?? 0);
    count += drawn * size;
    if (size > 0) units += drawn;
  }
  // Sums of rates that are all 1 may come out a rounding error above their number.
  return { value: count === 0 ? undefined : Math.min(1, sum / count), units };
}

function estimateOf(
  measure: Measure,
  tally: Int32Array,
  confidence: number | undefined,
): Estimate | undefined {
  const { value, units } = pooled(measure, tally);
  if (value === undefined) return undefined;
  if (measure.binary || units < ENOUGH_TO_RESAMPLE) {
    return { value, interval: wilsonIntervalOfRate(value, units, confidence) };
  }
  const influences = measure.sums.map((sum, kind) => sum - value * (measure.counted[kind] ?? 0));
  const sampled = bcaInterval(
    Float64Array.from(measure.estimates),
    { estimate: value, acceleration: acceleration(influences, tally), units },
    confidence,
  );
  const spread = sampled !== undefined && sampled.upper - sampled.lower > 1e-12;
  return { value, interval: spread ? sampled : wilsonIntervalOfRate(value, units, confidence) };
}

/** The units of a suite to resample, and what each kind of unit consists of. */
interface CaseKinds {
  /** The kind's number for each unit: a cluster, or a case that is its own. */
  readonly kindOf: Int32Array;
  /** For each kind, the cases that one unit of it holds. */
  readonly members: readonly (readonly Counts[])[];
}

/**
 * Sorts cases into kinds that resampling cannot tell apart: cases with the same counts are of one
 * kind, since a suite of thousands of cases has few; given `labels`, each cluster is its own.
 */
function caseKinds(cases: readonly Counts[], labels?: readonly (string | number)[]): CaseKinds {
  if (labels) {
    requireLength("clusters", labels.length, cases.length);
    const members = [...Map.groupBy(cases, (_, index) => labels[index]).values()];
    return { kindOf: Int32Array.from(members.keys()), members };
  }
  const numbers = new Map<string, number>();
  const members: Counts[][] = [];
  const kindOf = Int32Array.from(cases, (counts) => {
    const key = `${counts.passed}/${counts.trials}`;
    const number = numbers.get(key) ?? members.push([counts]) - 1;
    numbers.set(key, number);
    return number;
  });
  return { kindOf, members };
}
