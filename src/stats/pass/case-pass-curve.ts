import type { Counts } from "../counts.ts";
import type { Estimate } from "../intervals/interval.ts";
import { passAtK } from "./pass-at-k.ts";
import { passHatK } from "./pass-hat-k.ts";
import { wilsonInterval } from "../intervals/wilson.ts";

/** pass^k and pass@k of one case at one k. */
export interface CasePassPoint {
  readonly k: number;
  readonly passHatK: Estimate;
  readonly passAtK: Estimate;
}

/**
 * pass^k and pass@k of one case for every k ≤ its trials. Both rise with the case's pass
 * probability p, as pᵏ and 1 − (1−p)ᵏ, so that Wilson's interval for p carries over end by end; it
 * is widened where the unbiased estimate falls outside. Empty without trials.
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
        confidence,
      },
    });
    return {
      k,
      passHatK: carried(passHatK(counts, k) ?? 0, all),
      passAtK: carried(passAtK(counts, k) ?? 0, any),
    };
  });
}
