import { type Counts, requireCounts, requireWhole } from "../counts.ts";
import { type Estimate, wilsonInterval } from "../intervals/wilson.ts";

/**
 * pass^k of one case, the chance that k fresh trials all pass: C(c, k) / C(n, k) for c passes in n trials, unbiased.
 * Undefined when n < k. Throws a RangeError unless k is whole and at least 1.
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

/**
 * pass@k of one case, the chance that at least one of k fresh trials passes: 1 − C(n−c, k) / C(n, k) for c passes in n
 * trials, unbiased. It is summed draw by draw from positive terms, so that a small value keeps its digits.
 * Undefined when n < k. Throws a RangeError unless k is whole and at least 1.
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

/** pass^k and pass@k of one case at one k. */
export interface CasePassPoint {
  readonly k: number;
  readonly passHatK: Estimate;
  readonly passAtK: Estimate;
}

/**
 * pass^k and pass@k of one case for every k ≤ its trials. Both rise with the case's pass probability p, as pᵏ and
 * 1 − (1−p)ᵏ, so Wilson's interval for p carries over end by end; it is widened if the unbiased estimate falls outside.
 * Empty without trials.
 */
export function casePassCurve(counts: Counts, confidence = 0.95): CasePassPoint[] {
  const interval = wilsonInterval(counts, confidence);
  if (interval === undefined) return [];
  return Array.from({ length: counts.trials }, (_, index) => {
    const k = index + 1;
    const all = (p: number): number => p ** k;
    const any = (p: number): number => -Math.expm1(k * Math.log1p(-p));
    const carried = (value: number, through: (p: number) => number): Estimate => ({
      value,
      interval: {
        lower: Math.min(value, through(interval.lower)),
        upper: Math.max(value, through(interval.upper)),
      },
    });
    return {
      k,
      passHatK: carried(passHatK(counts, k) ?? 0, all),
      passAtK: carried(passAtK(counts, k) ?? 0, any),
    };
  });
}
