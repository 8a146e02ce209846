import { requireProbability } from "../counts.ts";

/**
 * Holm's step-down adjusted p-values, in the order given: the i-th smallest of m becomes
 * max_{j ≤ i} min(1, (m − j + 1) p₍ⱼ₎). All of those below α may be believed at once, with a chance of at most α that
 * any of them errs, however they depend on each other. Comparisons without a p-value (undefined) are not counted.
 * Source: Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure".
 */
export function holmAdjusted(pValues: readonly number[]): number[];
export function holmAdjusted(pValues: readonly (number | undefined)[]): (number | undefined)[];
export function holmAdjusted(pValues: readonly (number | undefined)[]): (number | undefined)[] {
  const adjusted: (number | undefined)[] = pValues.map(() => undefined);
  const ordered = pValues
    .flatMap((p, index) =>
      p === undefined ? [] : [{ p: requireProbability("pValues", p), index }],
    )
    .sort((one, other) => one.p - other.p);
  let highest = 0;
  ordered.forEach(({ p, index }, rank) => {
    highest = Math.max(highest, Math.min(1, (ordered.length - rank) * p));
    adjusted[index] = highest;
  });
  return adjusted;
}
