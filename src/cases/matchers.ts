interface MatcherForm {
  /** What the operand must be, in the words of an error. */
  readonly wants: string;
  readonly accepts: (operand: unknown) => boolean;
  /** Where alone it has a meaning; everywhere if it is left out. */
  readonly only?: readonly MatcherPlace[];
}

/** What matchers may stand in: arguments are compared key for key, values and a JSON reply only by what is listed. */
export type MatcherPlace = "arguments" | "values" | "reply";

const isWritten = (operand: unknown): boolean => typeof operand === "string" && operand !== "";
const isTrue = (operand: unknown): boolean => operand === true;
const NUMBER: MatcherForm = {
  wants: "a number",
  accepts: (operand) => typeof operand === "number",
};
const LENGTHS = ["$gt", "$gte", "$lt", "$lte", "$one_of", "$not"];

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
  $unordered: {
    wants: "a list with at least one value",
    accepts: (operand) => Array.isArray(operand) && operand.length > 0,
  },
  $not: { wants: "a value or a matcher", accepts: () => true },
  $size: {
    wants: `a whole number, or a matcher for one (${LENGTHS.join(", ")})`,
    accepts: (operand) =>
      isMatcher(operand)
        ? Object.keys(operand).every((key) => LENGTHS.includes(key))
        : Number.isInteger(operand) && (operand as number) >= 0,
  },
  $unchanged: { wants: "true", accepts: isTrue, only: ["values"] },
  $absent: { wants: "true", accepts: isTrue, only: ["values", "reply"] },
};

/** Whether a value is a matcher: an object with a key that begins with `$`. */
export function isMatcher(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if (key.startsWith("$")) return true;
  return false;
}
