/** Where a value may be matched more loosely than by being equal. */
export type MatcherScope = "arguments" | "values";

interface MatcherRule {
  /** What the operand must be, as an error says it. */
  readonly wants: string;
  readonly accepts: (operand: unknown) => boolean;
  /** Only where two moments or an absence can be told: in `context_variables` and `state`. */
  readonly valuesOnly?: true;
}

const isNumber = (operand: unknown): boolean => typeof operand === "number";
const isTrue = (operand: unknown): boolean => operand === true;

/** The matchers that may stand for a value, by name. `$flags` goes with `$regex`. */
export const MATCHERS: Readonly<Record<string, MatcherRule>> = {
  $any: { wants: "true", accepts: isTrue },
  $regex: {
    wants: "a regular expression as a string",
    accepts: (operand) => typeof operand === "string",
  },
  $flags: {
    wants: 'flags of a regular expression, such as "i"',
    accepts: (operand) => typeof operand === "string",
  },
  $one_of: {
    wants: "a list with at least one value",
    accepts: (operand) => Array.isArray(operand) && operand.length > 0,
  },
  $contains: {
    wants: "a part of a string or an element of an array",
    accepts: (operand) => operand !== "",
  },
  $gt: { wants: "a number", accepts: isNumber },
  $gte: { wants: "a number", accepts: isNumber },
  $lt: { wants: "a number", accepts: isNumber },
  $lte: { wants: "a number", accepts: isNumber },
  $partial: {
    wants: "an object or array with something in it",
    accepts: (operand) => hasContent(operand),
  },
  $unchanged: { wants: "true", accepts: isTrue, valuesOnly: true },
  $absent: { wants: "true", accepts: isTrue, valuesOnly: true },
};

/** Whether an object is a matcher: one of its keys begins with `$`. */
export function isMatcher(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if (key.startsWith("$")) return true;
  return false;
}

export interface MatcherProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  /** A key that is wrong and those that would have been right; undefined where the operand is wrong. */
  readonly unknown?: { readonly key: string; readonly known: readonly string[] };
}

/** What is wrong with the matchers anywhere in an expected value. */
export function* matcherProblems(
  expected: unknown,
  scope: MatcherScope,
  path: readonly (string | number)[] = [],
): Generator<MatcherProblem> {
  if (typeof expected !== "object" || expected === null) return;
  if (isMatcher(expected)) {
    for (const key of Object.keys(expected))
      yield* keyProblems(expected, key, scope, [...path, key]);
    if ("$regex" in expected) yield* regexProblems(expected, [...path, "$regex"]);
    else if ("$flags" in expected)
      yield { path: [...path, "$flags"], problem: "$flags goes with $regex" };
    for (const key of ["$one_of", "$contains", "$partial"])
      yield* matcherProblems(expected[key], scope, [...path, key]);
    return;
  }
  for (const [key, value] of Object.entries(expected)) {
    yield* matcherProblems(value, scope, [...path, Array.isArray(expected) ? Number(key) : key]);
  }
}

function* keyProblems(
  matcher: Readonly<Record<string, unknown>>,
  key: string,
  scope: MatcherScope,
  path: readonly (string | number)[],
): Generator<MatcherProblem> {
  const known = Object.keys(MATCHERS).filter(
    (name) => scope === "values" || MATCHERS[name]?.valuesOnly !== true,
  );
  const rule = MATCHERS[key];
  if (rule === undefined || !known.includes(key)) {
    const problem = key.startsWith("$")
      ? `unknown matcher "${key}"`
      : `"${key}" stands beside matchers, which stand alone`;
    yield { path, problem, unknown: { key, known } };
  } else if (!rule.accepts(matcher[key])) {
    yield { path, problem: `${key} takes ${rule.wants}, not ${JSON.stringify(matcher[key])}` };
  }
}

function* regexProblems(
  matcher: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
): Generator<MatcherProblem> {
  try {
    new RegExp(String(matcher["$regex"]), String(matcher["$flags"] ?? ""));
  } catch (error) {
    yield { path, problem: (error as Error).message };
  }
}

function hasContent(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
