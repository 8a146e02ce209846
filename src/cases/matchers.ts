/** Where a value may be matched more loosely than by being equal: in the arguments of a call, or in values at the end of a scope. */
export type MatcherScope = "arguments" | "values";

interface MatcherForm {
  /** What the operand must be, as an error says it. */
  readonly wants: string;
  readonly accepts: (operand: unknown) => boolean;
  /** Only where two moments or an absence can be told: in `context_variables` and `state`. */
  readonly valuesOnly?: true;
}

const isWritten = (operand: unknown): boolean => typeof operand === "string" && operand !== "";
const isNumber = (operand: unknown): boolean => typeof operand === "number";
const isTrue = (operand: unknown): boolean => operand === true;

/** The matchers that may stand for a value, by name. `$flags` goes with `$regex`. */
export const MATCHERS: Readonly<Record<string, MatcherForm>> = {
  $any: { wants: "true", accepts: isTrue },
  $regex: { wants: "a regular expression as a string", accepts: isWritten },
  $flags: { wants: 'flags of a regular expression, such as "i"', accepts: isWritten },
  $one_of: {
    wants: "a list with at least one value",
    accepts: (operand) => Array.isArray(operand) && operand.length > 0,
  },
  $contains: {
    wants: "a part of a string or an element of a list",
    accepts: (operand) => operand !== "",
  },
  $gt: { wants: "a number", accepts: isNumber },
  $gte: { wants: "a number", accepts: isNumber },
  $lt: { wants: "a number", accepts: isNumber },
  $lte: { wants: "a number", accepts: isNumber },
  $partial: { wants: "an object or a list with something in it", accepts: hasContent },
  $unchanged: { wants: "true", accepts: isTrue, valuesOnly: true },
  $absent: { wants: "true", accepts: isTrue, valuesOnly: true },
};

/** Whether a value is a matcher: an object one of whose keys begins with `$`. */
export function isMatcher(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if (key.startsWith("$")) return true;
  return false;
}

function hasContent(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
