import { type Counts, requireCounts } from "../counts.ts";

/**
 * How many times likelier the trials of a case are if it broke, and any pass rate is as likely as another, than at the
 * rate that its baseline shows: the Bayes factor of Beta(1, 1) against the baseline's posterior from Jeffreys' prior,
 * ∫ pᵏ(1−p)ⁿ⁻ᵏ dp over ∏ᵢ (b + ½ + i) ∏ⱼ (m − b + ½ + j) / ∏ₗ (m + 1 + l) for k of n trials now and b of m then. 1 without
 * trials.
 * Source: Kass and Raftery 1995, "Bayes Factors"; Jeffreys 1961, "Theory of Probability", for the prior.
 */
export function brokenFactor(baseline: Counts, now: Counts): number {
  requireCounts("baseline", baseline);
  requireCounts("now", now);
  let factor = 1;
  for (let trial = 0; trial < now.trials; trial += 1) {
    // Passes first: the order of trials does not matter.
    const isPass = trial < now.passed;
    const broken = ((isPass ? trial : trial - now.passed) + 1) / (trial + 2);
    const before = isPass
      ? baseline.passed + 0.5 + trial
      : baseline.trials - baseline.passed + 0.5 + trial - now.passed;
    factor *= (broken * (baseline.trials + 1 + trial)) / before;
  }
  return factor;
}
