import { type Counts, requireCounts } from "./counts.ts";
import { requireWhole } from "./require.ts";

/** A suite's mean over the `cases` that have k trials; `tooFew` cases have fewer and are not in it. */
export interface SuitePass {
  readonly value: number | undefined;
  readonly cases: number;
  readonly tooFew: number;
}

/**
 * pass^k of one case, the chance that k fresh trials all pass: C(c, k) / C(n, k) for c passes in n
 * trials, unbiased. Undefined where n < k. Throws a RangeError unless k is whole and at least 1.
 * Source: Yao et al. 2024, τ-bench (arXiv 2406.12045).
 */
export function passHatK(counts: Counts, k: number): number | undefined {
  requireWhole("k", k, 1);
  const { passed, trials } = requireCounts("counts", counts);
  if (trials < k) return undefined;
  if (passed < k) return 0;
  let value = 1;
  for (let drawn = 0; drawn < k && value > 0; drawn += 1) {
    value *= (passed - drawn) / (trials - drawn);
  }
  return value;
}

/** pass^k of a suite: the mean of `passHatK` over the cases where it is defined. */
export function suitePassHatK(cases: readonly Counts[], k: number): SuitePass {
  return meanOverDefined(cases, (counts) => passHatK(counts, k));
}

/** The mean of a per-case measure over the cases where it is defined; no such case, no value. */
export function meanOverDefined(
  cases: readonly Counts[],
  measure: (counts: Counts) => number | undefined,
): SuitePass {
  let total = 0;
  let defined = 0;
  for (const counts of cases) {
    const value = measure(counts);
    if (value === undefined) continue;
    total += value;
    defined += 1;
  }
  const value = defined === 0 ? undefined : total / defined;
  return { value, cases: defined, tooFew: cases.length - defined };
}
