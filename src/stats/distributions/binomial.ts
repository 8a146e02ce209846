/**
 * Γ(a+b+1) / (Γ(a+1) Γ(b+1)) · xᵃ yᵇ for real a, b ≥ 0 and x + y = 1: for whole a and b, the binomial probability of
 * a successes and b failures. Loader's saddle-point form keeps full precision when factorials overflow.
 * Source: C. Loader 2000, "Fast and Accurate Computation of Binomial Probabilities".
 */
export function binomialTerm(a: number, b: number, x: number, y: number): number {
  const total = a + b;
  if (x === 0) return a === 0 ? 1 : 0;
  if (y === 0) return b === 0 ? 1 : 0;
  if (a === 0) return Math.exp(b * logOf(y, x));
  if (b === 0) return Math.exp(a * logOf(x, y));
  const exponent =
    stirlingError(total) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, total * x) -
    deviance(b, total * y);
  return Math.exp(exponent) * Math.sqrt(total / (2 * Math.PI * a * b));
}

/** log(x), from its complement when that is the more exact of the two. */
function logOf(x: number, complement: number): number {
  return x > 0.5 ? Math.log1p(-complement) : Math.log(x);
}

/** log Γ(x+1) − (x+½) log x + x − ½ log 2π, for x > 0. */
function stirlingError(x: number): number {
  let shifted = x;
  let sum = 0;
  // The series needs a large argument; the difference of two neighbours has a closed form.
  while (shifted < 16) {
    sum += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
    shifted += 1;
  }
  const square = shifted * shifted;
  const tail = 1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square;
  return sum + (1 / 12 - (1 / 360 - tail / square) / square) / shifted;
}

/** x log(x/mean) + mean − x, by a series where x is near the mean and the terms would cancel. */
function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const ratio = (x - mean) / (x + mean);
  let sum = (x - mean) * ratio;
  let power = 2 * x * ratio;
  for (let odd = 3; odd < 1000; odd += 2) {
    power *= ratio * ratio;
    const next = sum + power / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** P(X ≤ `successes`) = I₁₋ₚ(n − x, x + 1), the regularized incomplete beta function (DLMF 8.17.5), for n `trials`. */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  if (successes === trials) return 1;
  return regularizedBeta(trials - successes, successes + 1, 1 - probability, probability);
}

/**
 * The chance that exactly `passed` of the `passes` among all trials are the second side's, when the trials of both
 * sides (`first` and `second` many) are dealt out at random. It is a ratio of binomial terms, exact to rounding for
 * thousands of trials.
 */
export function hypergeometric(
  passed: number,
  passes: number,
  first: number,
  second: number,
): number {
  const total = first + second;
  if (passes === 0 || passes === total) return 1;
  const x = passes / total;
  const y = (total - passes) / total;
  return (
    (binomialTerm(passed, second - passed, x, y) *
      binomialTerm(passes - passed, first - passes + passed, x, y)) /
    binomialTerm(passes, total - passes, x, y)
  );
}

/**
 * The regularized incomplete beta function Iₓ(a, b) for a, b > 0, by its continued fraction (DLMF 8.17.22, evaluated
 * after Lentz 1976). `y` is 1 − x, passed along so that an x close to 1 keeps its digits.
 */
export function regularizedBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast only below the mean; above it, the other tail is computed.
  if (x > (a + 1) / (a + b + 2)) return 1 - lowerTail(b, a, y, x);
  return lowerTail(a, b, x, y);
}

function lowerTail(a: number, b: number, x: number, y: number): number {
  const front = (binomialTerm(a, b, x, y) * b) / (a + b);
  let denominator = 0;
  let numerator = 1;
  let value = 1;
  for (let step = 1; step < 100_000; step += 1) {
    const half = step >> 1;
    const coefficient =
      step % 2 === 1
        ? (-(a + half) * (a + b + half) * x) / ((a + 2 * half) * (a + 2 * half + 1))
        : (half * (b - half) * x) / ((a + 2 * half - 1) * (a + 2 * half));
    denominator = 1 / away(1 + coefficient * denominator);
    numerator = away(1 + coefficient / numerator);
    const change = numerator * denominator;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return front / value;
}

/** Keeps Lentz's recurrence off zero. */
function away(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
