interface MatcherForm {
  /** What the operand must be, in the words of an error. */
  readonly wants: string;
  readonly accepts: (operand: unknown) => boolean;
  /** Only for a key of `context_variables` or `state`, which may be absent and may be compared with what it was. */
  readonly valuesOnly?: true;
}

const isWritten = (operand: unknown): boolean => typeof operand === "string" && operand !== "";
const isTrue = (operand: unknown): boolean => operand === true;
const NUMBER: MatcherForm = {
  wants: "a number",
  accepts: (operand) => typeof operand === "number",
};

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
  $gt: NUMBER,
  $gte: NUMBER,
  $lt: NUMBER,
  $lte: NUMBER,
  $partial: {
    wants: "an object or a list that is not empty",
    accepts: (operand) =>
      typeof operand === "object" && operand !== null && Object.keys(operand).length > 0,
  },
  $unchanged: { wants: "true", accepts: isTrue, valuesOnly: true },
  $absent: { wants: "true", accepts: isTrue, valuesOnly: true },
};

/** Whether a value is a matcher: an object with a key that begins with `$`. */
export function isMatcher(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if (key.startsWith("$")) return true;
  return false;
}
