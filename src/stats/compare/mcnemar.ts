import { requireWhole } from "../require.ts";
import { binomialCdf } from "../distributions/binomial.ts";

/**
 * McNemar's test, exact and two-sided, for `gained` cases that failed and now pass and `lost` ones
 * that passed and now fail: min(1, 2 P(X ≤ min(gained, lost))) with X binomial of gained + lost at
 * ½. Without any flip it is 1.
 * Source: McNemar 1947, "Note on the sampling error of the difference between correlated
 * proportions"; exact form as in R's exact2x2 and statsmodels.
 */
export function mcnemarExact(gained: number, lost: number): number {
  requireWhole("gained", gained);
  requireWhole("lost", lost);
  return Math.min(1, 2 * binomialCdf(Math.min(gained, lost), gained + lost, 0.5));
}
