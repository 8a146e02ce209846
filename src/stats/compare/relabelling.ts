import { type Counts, requireWhole } from "../counts.ts";
import { hypergeometric } from "../distributions/binomial.ts";
import { heads, randomFrom, type Sampling } from "../random.ts";
import type { PairedPValues } from "./exact-tests.ts";

/** One case's trials under both runs, at least one under each. */
interface Pair {
  readonly baseline: Counts;
  readonly candidate: Counts;
}

/** The differences that a case with given trials and passes can show, and the sums of their chances. */
interface Deal {
  readonly differences: readonly number[];
  readonly cumulative: readonly number[];
}

/**
 * The p-values of the sum of per-case differences when the trials of each case are dealt out to the two sides
 * again at random. It is exact for equal models whatever the numbers of trials; flipping signs is not, since the
 * difference of unequal numbers of trials is skewed. Cases with equal numbers swap sides as a whole. Undefined without
 * cases.
 * Sources: Mantel and Haenszel 1959 for the strata; Phipson and Smyth 2010 for counting in the labels seen.
 */
export function relabellingTest(
  pairs: readonly Pair[],
  { resamples = 9_999, seed = 1 }: Sampling = {},
): PairedPValues | undefined {
  requireWhole("resamples", resamples, 1);
  if (pairs.length === 0) return undefined;
  const deals = new Map<string, Deal>();
  const unequal: Deal[] = [];
  const swaps = new Map<number, number>();
  let seen = 0;
  for (const { baseline, candidate } of pairs) {
    const difference = differenceOf(baseline, candidate);
    seen += difference;
    if (baseline.trials === candidate.trials) {
      swaps.set(Math.abs(difference), (swaps.get(Math.abs(difference)) ?? 0) + 1);
      continue;
    }
    const passes = baseline.passed + candidate.passed;
    const key = `${baseline.trials}/${candidate.trials}/${passes}`;
    const deal = deals.get(key) ?? dealOf(baseline.trials, candidate.trials, passes);
    deals.set(key, deal);
    unequal.push(deal);
  }
  // Dealing costs a draw for each case: thousands of unequal cases get fewer rounds, not more time.
  const affordable = Math.max(999, Math.floor(5e6 / Math.max(1, unequal.length)));
  const rounds = Math.min(resamples, affordable);
  const random = randomFrom(seed);
  let asFar = 1;
  let asLow = 1;
  for (let round = 0; round < rounds; round += 1) {
    let sum = 0;
    for (const [difference, cases] of swaps) sum += difference * (cases - 2 * heads(random, cases));
    for (const { differences, cumulative } of unequal) {
      const fraction = random.fraction();
      let outcome = 0;
      while (fraction >= (cumulative[outcome] ?? 1)) outcome += 1;
      sum += differences[outcome] ?? 0;
    }
    // Sums that are equal on paper differ by rounding errors.
    if (Math.abs(sum) >= Math.abs(seen) - 1e-9) asFar += 1;
    if (sum <= seen + 1e-9) asLow += 1;
  }
  return { pValue: asFar / (rounds + 1), pLess: asLow / (rounds + 1) };
}

function differenceOf(baseline: Counts, candidate: Counts): number {
  return candidate.passed / candidate.trials - baseline.passed / baseline.trials;
}

function dealOf(first: number, second: number, passes: number): Deal {
  const differences: number[] = [];
  const cumulative: number[] = [];
  const most = Math.min(passes, second);
  let chance = 0;
  for (let passed = Math.max(0, passes - first); passed <= most; passed += 1) {
    const baseline = { passed: passes - passed, trials: first };
    differences.push(differenceOf(baseline, { passed, trials: second }));
    chance += hypergeometric(passed, passes, first, second);
    // The last chance includes what rounding left over.
    cumulative.push(passed === most ? 1 : chance);
  }
  return { differences, cumulative };
}
