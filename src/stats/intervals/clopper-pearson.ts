import { type Counts, requireCounts, requireInside } from "../counts.ts";
import { binomialCdf } from "../distributions/binomial.ts";

/**
 * The exact one-sided lower bound for the probability behind `passed` of `trials` independent trials: the smallest p
 * under which as many or more have a chance of more than 1 − confidence. It is never too high more often than that,
 * however near 1 the rate is, which cannot be said of Wilson's. Undefined without trials.
 * Source: C. J. Clopper & E. S. Pearson 1934, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the
 * Binomial".
 */
export function exactLowerBound(counts: Counts, confidence = 0.95): number | undefined {
  requireCounts("counts", counts);
  requireInside("confidence", confidence);
  const { passed, trials } = counts;
  if (trials === 0) return undefined;
  if (passed === 0) return 0;
  if (passed === trials) return (1 - confidence) ** (1 / trials);
  let [low, high] = [0, passed / trials];
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (binomialCdf(passed - 1, trials, middle) > confidence) low = middle;
    else high = middle;
  }
  return low;
}

/** How many trials, all passed, have an exact lower bound of at least `bound`, which lies between 0 and 1. */
export function trialsToShow(bound: number, confidence = 0.95): number {
  requireInside("bound", bound);
  requireInside("confidence", confidence);
  return Math.ceil(Math.log(1 - confidence) / Math.log(bound));
}
