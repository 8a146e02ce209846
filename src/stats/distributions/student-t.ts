import { requireInside } from "../counts.ts";
import { binomialTerm, regularizedBeta } from "./binomial.ts";
import { normalQuantile } from "./normal.ts";

/**
 * The t with P(T ≤ t) = `probability` for Student's t with `degrees` of freedom: Newton's method on the logarithm of
 * the tail, held within a bracket. Throws a RangeError unless 0 < probability < 1 and degrees > 0.
 */
export function studentTQuantile(probability: number, degrees: number): number {
  requireInside("probability", probability);
  if (!(degrees > 0 && Number.isFinite(degrees)))
    throw new RangeError(`degrees must be a positive finite number, not ${degrees}.`);
  if (probability === 0.5) return 0;
  if (probability > 0.5) return -studentTQuantile(1 - probability, degrees);

  let upper = 0;
  let lower = Math.min(-1, 2 * normalQuantile(probability));
  while (lowerTail(lower, degrees) > probability) lower *= 2;
  let t = normalQuantile(probability);
  for (let step = 0; step < 200; step += 1) {
    const tail = lowerTail(t, degrees);
    if (tail > probability) upper = t;
    else lower = t;
    const newton = t - (Math.log(tail / probability) * tail) / density(t, degrees);
    const next = newton > lower && newton < upper ? newton : (lower + upper) / 2;
    if (Math.abs(next - t) <= 1e-15 * Math.abs(t)) return next;
    t = next;
  }
  return t;
}

/** P(T ≤ −|t|) = ½ Iₓ(ν/2, ½) with x = ν/(ν + t²) (Abramowitz and Stegun 26.7.1). */
function lowerTail(t: number, degrees: number): number {
  const square = t * t;
  const total = degrees + square;
  return 0.5 * regularizedBeta(degrees / 2, 0.5, degrees / total, square / total);
}

/** d/dt of P(T ≤ t), which is x^(ν/2) y^½ / (B(ν/2, ½) |t|) with x as above and y = 1 − x, t ≠ 0. */
function density(t: number, degrees: number): number {
  const square = t * t;
  const total = degrees + square;
  const half = degrees / 2;
  const term = binomialTerm(half, 0.5, degrees / total, square / total);
  return (term * half * 0.5) / ((half + 0.5) * Math.abs(t));
}
