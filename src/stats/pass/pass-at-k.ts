import { type Counts, requireCounts } from "../counts.ts";
import { requireWhole } from "../require.ts";

/**
 * pass@k of one case, the chance that at least one of k fresh trials passes:
 * 1 − C(n−c, k) / C(n, k) for c passes in n trials, unbiased. It is summed draw by draw from
 * positive terms, so that a small value keeps its digits. Undefined where n < k. Throws a
 * RangeError unless k is whole and at least 1.
 * Source: Chen et al. 2021, "Evaluating Large Language Models Trained on Code" (arXiv 2107.03374).
 */
export function passAtK(counts: Counts, k: number): number | undefined {
  requireWhole("k", k, 1);
  const { passed, trials } = requireCounts("counts", counts);
  if (trials < k) return undefined;
  if (trials - passed < k) return 1;
  let value = 0;
  for (let drawn = 0; drawn < k; drawn += 1) {
    value += (1 - value) * (passed / (trials - drawn));
  }
  return value;
}
