// What docs/cases.md says of values and matchers, by trying everything.

export type Json = Readonly<Record<string, unknown>>;

/** Whether each on the left can have one of its own on the right; in order, if that is asked for. */
export function canPair<L, R>(
  left: readonly L[],
  right: readonly R[],
  fit: (one: L, other: R) => boolean,
  inOrder: boolean,
): boolean {
  const [first, ...others] = left;
  if (left.length === 0) return true;
  return right.some((other, index) => {
    const rest = [...(inOrder ? [] : right.slice(0, index)), ...right.slice(index + 1)];
    return fit(first as L, other) && canPair(others, rest, fit, inOrder);
  });
}

/** Whether a value is as expected. What is not there is undefined. */
export function fits(
  expected: unknown,
  actual: unknown,
  partial: boolean,
  before: unknown,
): boolean {
  if (typeof expected !== "object" || expected === null) return expected === actual;
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((one, index) => fits(one, actual[index], partial, at(before, index)))
    );
  const entries = Object.entries(expected);
  if (entries.some(([key]) => key.startsWith("$")))
    return entries.every(([key, operand]) =>
      matches(key, operand, actual, partial, before, expected as Json),
    );
  if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return false;
  return (
    entries.every(([key, value]) => fits(value, at(actual, key), partial, at(before, key))) &&
    (partial || Object.keys(actual).every((key) => Object.keys(expected).includes(key)))
  );
}

function at(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === String(key))?.[1] as unknown;
}

function matches(
  key: string,
  operand: unknown,
  actual: unknown,
  partial: boolean,
  before: unknown,
  matcher: Json,
): boolean {
  const isNumber = typeof actual === "number";
  const number = Number(operand);
  switch (key) {
    case "$any":
      return actual !== undefined;
    case "$absent":
      return actual === undefined;
    case "$unchanged":
      return sorted(actual) === sorted(before);
    case "$regex":
      return (
        typeof actual === "string" &&
        new RegExp(String(operand), matcher["$flags"] as string | undefined).test(actual)
      );
    case "$flags":
      return true;
    case "$one_of":
      return (operand as unknown[]).some((one) => fits(one, actual, partial, before));
    case "$contains":
      if (Array.isArray(actual))
        return actual.some((element) => fits(operand, element, partial, undefined));
      return typeof actual === "string" && typeof operand === "string" && actual.includes(operand);
    case "$gt":
      return isNumber && actual > number;
    case "$gte":
      return isNumber && actual >= number;
    case "$lt":
      return isNumber && actual < number;
    case "$lte":
      return isNumber && actual <= number;
    case "$partial":
      return fits(operand, actual, true, before);
    case "$unordered":
      return (
        Array.isArray(actual) &&
        actual.length === (operand as unknown[]).length &&
        canPair(
          operand as unknown[],
          actual,
          (one, other) => fits(one, other, partial, undefined),
          false,
        )
      );
    case "$not":
      return actual !== undefined && !fits(operand, actual, partial, before);
    case "$size": {
      if (typeof actual !== "string" && (typeof actual !== "object" || actual === null))
        return false;
      const size = typeof actual === "string" ? Array.from(actual) : Object.keys(actual);
      return fits(operand, size.length, false, undefined);
    }
    default:
      throw new Error(`The oracle does not know ${key}.`);
  }
}

/** JSON with sorted keys; undefined is like nothing else. */
function sorted(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  const members = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}:${sorted(one)}`,
  );
  return `{${members.sort().join()}}`;
}
