import type { JsonSchema } from "../json/fault.ts";

interface MatcherForm {
  /** What the operand must be, in the words of an error. */
  readonly wants: string;
  readonly accepts: (operand: unknown) => boolean;
  /** The same as JSON Schema, but for what is inside an operand that may hold matchers. */
  readonly schema: JsonSchema;
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
  schema: { type: "number" },
};
const WRITTEN = { type: "string", minLength: 1 };
const TRUE = { const: true };
const LENGTHS = ["$gt", "$gte", "$lt", "$lte", "$one_of", "$not"];

/** The matchers that may stand for a value, by name. `$flags` goes with `$regex`. */
export const MATCHERS: Readonly<Record<string, MatcherForm>> = {
  $any: { wants: "true", accepts: isTrue, schema: TRUE },
  $regex: { wants: "a regular expression as a string", accepts: isWritten, schema: WRITTEN },
  $flags: {
    wants: 'flags of a regular expression, such as "i"',
    accepts: isWritten,
    schema: WRITTEN,
  },
  $one_of: {
    wants: "a list with at least one value",
    accepts: (operand) => Array.isArray(operand) && operand.length > 0,
    schema: { type: "array", minItems: 1 },
  },
  $contains: {
    wants: "a part of a string or an element of a list",
    accepts: (operand) => operand !== "",
    schema: { not: { const: "" } },
  },
  $gt: NUMBER,
  $gte: NUMBER,
  $lt: NUMBER,
  $lte: NUMBER,
  $partial: {
    wants: "an object or a list that is not empty",
    accepts: (operand) =>
      typeof operand === "object" && operand !== null && Object.keys(operand).length > 0,
    schema: { type: ["object", "array"], minProperties: 1, minItems: 1 },
  },
  $unordered: {
    wants: "a list with at least one value",
    accepts: (operand) => Array.isArray(operand) && operand.length > 0,
    schema: { type: "array", minItems: 1 },
  },
  $not: { wants: "a value or a matcher", accepts: () => true, schema: {} },
  $size: {
    wants: `a whole number, or a matcher for one (${LENGTHS.join(", ")})`,
    accepts: (operand) =>
      isMatcher(operand)
        ? Object.keys(operand).every((key) => LENGTHS.includes(key))
        : Number.isInteger(operand) && (operand as number) >= 0,
    schema: {
      anyOf: [
        { type: "integer", minimum: 0 },
        { type: "object", minProperties: 1, propertyNames: { enum: LENGTHS } },
      ],
    },
  },
  $unchanged: { wants: "true", accepts: isTrue, schema: TRUE, only: ["values"] },
  $absent: { wants: "true", accepts: isTrue, schema: TRUE, only: ["values", "reply"] },
};

/** Whether a value is a matcher: an object with a key that begins with `$`. */
export function isMatcher(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if (key.startsWith("$")) return true;
  return false;
}
