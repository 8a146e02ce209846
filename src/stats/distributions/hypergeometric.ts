import { binomialTerm } from "./binomial-term.ts";

/**
 * The chance that exactly `passed` of the `passes` among all trials are the second side's, when the
 * trials of both sides (`first` and `second` many) are dealt out at random. It is a ratio of
 * binomial terms, exact to rounding for thousands of trials. Arguments are taken as consistent.
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
