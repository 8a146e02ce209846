import { requireProbability, requireWhole } from "../require.ts";
import { regularizedBeta } from "./regularized-beta.ts";
import { binomialTerm } from "./binomial-term.ts";

/** P(X = `successes`) of `trials` independent trials that each succeed with `probability`. */
export function binomialProbability(
  successes: number,
  trials: number,
  probability: number,
): number {
  requireArguments(successes, trials, probability);
  return binomialTerm(successes, trials - successes, probability, 1 - probability);
}

/** P(X ≤ `successes`) = I₁₋ₚ(n − x, x + 1), the regularized incomplete beta function (DLMF 8.17.5). */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  requireArguments(successes, trials, probability);
  if (successes === trials) return 1;
  return regularizedBeta(trials - successes, successes + 1, 1 - probability, probability);
}

function requireArguments(successes: number, trials: number, probability: number): void {
  requireWhole("trials", trials);
  requireWhole("successes", successes);
  if (successes > trials) {
    throw new RangeError(`successes must not exceed trials, but ${successes} > ${trials}.`);
  }
  requireProbability("probability", probability);
}
