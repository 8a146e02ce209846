/** A whole number of at least `least`; throws a RangeError naming the argument otherwise. */
export function requireWhole(name: string, value: number, least = 0): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be a whole number of at least ${least}, not ${value}.`);
  }
  return value;
}

/** A probability strictly between 0 and 1; throws a RangeError naming the argument otherwise. */
export function requireInside(name: string, value: number): number {
  if (!(value > 0 && value < 1)) {
    throw new RangeError(`${name} must lie between 0 and 1, both excluded, but is ${value}.`);
  }
  return value;
}

/** A probability from 0 to 1; throws a RangeError naming the argument otherwise. */
export function requireProbability(name: string, value: number): number {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`${name} must lie between 0 and 1, but is ${value}.`);
  }
  return value;
}

/** A finite number; throws a RangeError naming the argument otherwise. */
export function requireFinite(name: string, value: number): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(`${name} must be a finite number, not ${value}.`);
  }
  return value;
}

/** One entry for each unit; throws a RangeError naming the argument otherwise. */
export function requireLength(name: string, length: number, expected: number): void {
  if (length !== expected) {
    throw new RangeError(
      `${name} must have ${expected} entries, one for each unit, not ${length}.`,
    );
  }
}
