import { requireInside } from "../counts.ts";

/**
 * P(Z ≤ z) for the standard normal distribution: a series of positive terms near the middle (DLMF 7.6.2), Laplace's
 * continued fraction in the tails (DLMF 7.9.3).
 */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z > -3) {
    let term = -z;
    let sum = term;
    for (let odd = 3; term > sum * 1e-17; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = -z;
  for (let depth = 100; depth >= 1; depth -= 1) fraction = -z + depth / fraction;
  return density / fraction;
}

/**
 * The z with P(Z ≤ z) = `probability`: a rational start (Abramowitz and Stegun 26.2.22), then Halley's method on
 * `normalCdf`. Throws a RangeError unless 0 < probability < 1.
 */
export function normalQuantile(probability: number): number {
  requireInside("probability", probability);
  if (probability === 0.5) return 0;
  if (probability > 0.5) return -normalQuantile(1 - probability);
  const root = Math.sqrt(-2 * Math.log(probability));
  let z = (2.30753 + 0.27061 * root) / (1 + (0.99229 + 0.04481 * root) * root) - root;
  for (let step = 0; step < 4; step += 1) {
    const error = (normalCdf(z) - probability) * Math.sqrt(2 * Math.PI) * Math.exp(0.5 * z * z);
    z -= error / (1 + 0.5 * z * error);
  }
  return z;
}
