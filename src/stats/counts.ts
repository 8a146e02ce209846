/** Trials of one case: how many were counted (errored ones are not), and how many of them passed. */
export interface Counts {
  readonly passed: number;
  readonly trials: number;
}

// Each check returns what it was given, and throws a RangeError that names the argument.

/** Checks that `0 ≤ passed ≤ trials` are whole. */
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

/** Checks for a whole number of at least `least`. */
export function requireWhole(name: string, value: number, least = 0): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`${name} must be a whole number of at least ${least}, not ${value}.`);
}

/** Checks for a probability strictly between 0 and 1. */
export function requireInside(name: string, value: number): number {
  if (value > 0 && value < 1) return value;
  throw new RangeError(`${name} must lie between 0 and 1, both excluded, but is ${value}.`);
}

/** Checks for a probability from 0 to 1. */
export function requireProbability(name: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new RangeError(`${name} must lie between 0 and 1, but is ${value}.`);
}

export function requireFinite(name: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new RangeError(`${name} must be a finite number, not ${value}.`);
}

/** Checks for one entry for each of `units`. */
export function requireLength(name: string, length: number, units: number): void {
  if (length === units) return;
  throw new RangeError(`${name} must have ${units} entries, one for each unit, not ${length}.`);
}
