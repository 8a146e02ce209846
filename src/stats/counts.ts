import { requireWhole } from "./require.ts";

/** Trials of one case: how many were counted (errored ones are not), and how many of them passed. */
export interface Counts {
  readonly passed: number;
  readonly trials: number;
}

/** Checks that `0 ≤ passed ≤ trials` are whole; throws a RangeError naming the argument. */
export function requireCounts(name: string, counts: Counts): Counts {
  requireWhole(`${name}.trials`, counts.trials);
  requireWhole(`${name}.passed`, counts.passed);
  if (counts.passed > counts.trials) {
    throw new RangeError(
      `${name}.passed must not exceed ${name}.trials, but ${counts.passed} > ${counts.trials}.`,
    );
  }
  return counts;
}
