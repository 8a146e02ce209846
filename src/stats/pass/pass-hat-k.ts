import { type Counts, requireCounts } from "../counts.ts";
import { requireWhole } from "../require.ts";

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
