import { type Counts, requireCounts } from "./counts.ts";
import { requireInside, requireWhole } from "./require.ts";

/**
 * A sequential test of a pass probability: at most `low`, or at least `high`? `alpha` bounds the
 * chance to say above at `low`, `beta` to say below at `high`; `maximum` ends it in any case.
 */
export interface ProbabilityRatioPlan {
  readonly low: number;
  readonly high: number;
  readonly alpha: number;
  readonly beta: number;
  readonly maximum: number;
}

/**
 * Wald's sequential probability ratio test, to be asked after every trial until it answers:
 * Λ = c log(high/low) + (n − c) log((1−high)/(1−low)) is above from log((1−β)/α), below from
 * log(β/(1−α)), and undefined (go on) between them. At `maximum` trials the nearer hypothesis,
 * by the sign of Λ, is taken. The bounds are Wald's: the rates without a maximum sum to at
 * most α + β, and in practice fall below each, since Λ oversteps its bounds; a maximum adds to both.
 * `stoppingRates` says what they truly are. Throws a RangeError unless 0 < low < high < 1.
 * Source: Wald 1945, "Sequential Tests of Statistical Hypotheses".
 */
export function probabilityRatioTest(
  plan: ProbabilityRatioPlan,
  counts: Counts,
): "above" | "below" | undefined {
  const { low, high, alpha, beta, maximum } = requirePlan(plan);
  const { passed, trials } = requireCounts("counts", counts);
  const ratio =
    passed * Math.log(high / low) + (trials - passed) * Math.log((1 - high) / (1 - low));
  if (ratio >= Math.log((1 - beta) / alpha)) return "above";
  if (ratio <= Math.log(beta / (1 - alpha))) return "below";
  if (trials < maximum) return undefined;
  return ratio > 0 ? "above" : "below";
}

function requirePlan(plan: ProbabilityRatioPlan): ProbabilityRatioPlan {
  requireInside("low", plan.low);
  requireInside("high", plan.high);
  requireInside("alpha", plan.alpha);
  requireInside("beta", plan.beta);
  requireWhole("maximum", plan.maximum, 1);
  if (plan.low >= plan.high) {
    throw new RangeError(`low must be less than high, but ${plan.low} ≥ ${plan.high}.`);
  }
  if (plan.alpha + plan.beta >= 1) {
    throw new RangeError(`alpha + beta must be less than 1, but is ${plan.alpha + plan.beta}.`);
  }
  return plan;
}
