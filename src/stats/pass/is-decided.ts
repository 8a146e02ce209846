import { type Counts, requireCounts, requireWhole } from "../counts.ts";

/**
 * Whether `decision(final)`, a verdict on the counts after `maximum` trials, is the same for all counts still within
 * reach of `counts`. A rule that stops then gives the verdict that the full number of trials would have given, so its
 * error rates are exactly those of the fixed-size decision. (The pass rate of the trials played is another matter:
 * stopped early it is biased.) Verdicts are compared with `Object.is`. Throws a RangeError if counts.trials > maximum.
 * Source: curtailed sampling, Wald 1947, "Sequential Analysis".
 */
export function isDecided(
  decision: (final: Counts) => unknown,
  counts: Counts,
  maximum: number,
): boolean {
  requireCounts("counts", counts);
  requireWhole("maximum", maximum);
  if (counts.trials > maximum) {
    throw new RangeError(
      `counts.trials must not exceed maximum, but ${counts.trials} > ${maximum}.`,
    );
  }
  const highest = counts.passed + (maximum - counts.trials);
  const verdict = decision({ passed: highest, trials: maximum });
  // The lowest end comes first: while the verdict is open, it usually differs from the highest.
  for (let passed = counts.passed; passed < highest; passed += 1) {
    if (!Object.is(decision({ passed, trials: maximum }), verdict)) return false;
  }
  return true;
}
