import { propertiesOf } from "./object.ts";
import type { JsonSchema } from "./signature.ts";
import { alternatives } from "./union.ts";

/** How a `Date` travels in JSON. */
export const dateSchema: JsonSchema = { type: "string", format: "date-time" };

/** A date and a time as that format has them, quoted for a message. */
export const DATE_EXAMPLE = '"2025-01-31T09:00:00Z"';

/** Whether any part of a schema stands for a `Date`. */
export function holdsDates(schema: JsonSchema): boolean {
  return isDate(schema) || parts(schema).some(holdsDates);
}

/** A copy of a value that fits the schema, its date-time strings now Dates. Throws a RangeError for a string that is no date. */
export function withDates(value: unknown, schema: JsonSchema): unknown {
  const member = alternatives(schema).find((each) => each["type"] === typeOf(value));
  if (member === undefined) return value;
  if (isDate(member)) return toDate(value as string);
  if (Array.isArray(value)) {
    const places = (member["prefixItems"] ?? []) as readonly JsonSchema[];
    const rest = (member["items"] ?? {}) as JsonSchema;
    return value.map((element, place) => withDates(element, places[place] ?? rest));
  }
  if (member["type"] !== "object") return value;
  const properties = propertiesOf(member);
  const rest = (member["additionalProperties"] ?? {}) as JsonSchema;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, part]) => [
      name,
      withDates(part, properties.get(name) ?? rest),
    ]),
  );
}

/** Whether a union that holds Dates leaves no doubt which member a value belongs to: by its JSON type. */
export function datesAreClear(union: JsonSchema): boolean {
  const types = alternatives(union).map((member) => member["type"]);
  return !holdsDates(union) || (!types.includes(undefined) && new Set(types).size === types.length);
}

function isDate(schema: JsonSchema): boolean {
  return schema["format"] === "date-time";
}

function parts(schema: JsonSchema): JsonSchema[] {
  const listed = [schema["anyOf"], schema["prefixItems"]].flat() as (JsonSchema | undefined)[];
  const single = [schema["items"], schema["additionalProperties"]] as (JsonSchema | undefined)[];
  return [...listed, ...single, ...propertiesOf(schema).values()].filter(
    (part) => part !== undefined,
  );
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function toDate(text: string): Date {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new RangeError(
    `${JSON.stringify(text)} is no date; expected date and time as in ${DATE_EXAMPLE}`,
  );
}
