import { binomialTerm } from "./binomial-term.ts";

const tiny = 1e-300;

/**
 * The regularized incomplete beta function Iₓ(a, b) for a, b > 0, by its continued fraction
 * (DLMF 8.17.22, evaluated after Lentz 1976). `y` is 1 − x, passed along so that an x close to 1
 * keeps its digits.
 */
export function regularizedBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast only below the mean; above it, the other tail is taken.
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
  return Math.abs(value) < tiny ? tiny : value;
}
