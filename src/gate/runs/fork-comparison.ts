import type { ForkComparison } from "../../results/comparison-result.ts";
import type { Counts } from "../../stats/counts.ts";
import { suiteChange } from "../suite-change.ts";

/** A way in which trials went on, by the recording that they began as. */
export interface ForkedCounts {
  readonly label: string;
  readonly states: ReadonlyMap<number, Counts>;
}

/**
 * How each way compares with the first, by the exact test of Mantel and Haenszel over the recordings that trials of both
 * began as: how these came to be adds nothing to the noise, and nothing is said of others. The level is divided by the
 * number of comparisons (Bonferroni). Null where no recording has trials of both.
 */
export function compareForks(
  [reference, ...candidates]: readonly [ForkedCounts, ...ForkedCounts[]],
  alpha: number,
): (ForkComparison | null)[] {
  return candidates.map(({ label, states }) => {
    const pairs = [...reference.states].flatMap(([state, before]) => {
      const first = states.get(state);
      return first === undefined ? [] : [{ before, first }];
    });
    const change = suiteChange(pairs, alpha / 2 / candidates.length);
    if (change === null) return null;
    const { verdict, difference, interval, detectable, cases, p_value: oneSided } = change;
    return {
      reference: reference.label,
      candidate: label,
      verdict,
      difference,
      interval,
      detectable,
      states: cases,
      p_value: Math.min(1, 2 * oneSided * candidates.length),
    };
  });
}
