/**
 * Γ(a+b+1) / (Γ(a+1) Γ(b+1)) · xᵃ yᵇ for real a, b ≥ 0 and x + y = 1: the binomial probability where
 * a and b are whole. Loader's saddle-point form keeps full precision where factorials overflow.
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

/** log(x), from its complement where that is the more exact of the two. */
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
