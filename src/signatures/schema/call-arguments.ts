import { alternatives, propertiesOf } from "./schema.ts";
import type { JsonSchema, Signature } from "./signature.ts";

/**
 * The arguments to call a function with, from those that the model gave (already checked against the schema) and the
 * context variables. Those that the model left out are `undefined`, so that the function's defaults apply. Throws a
 * RangeError for a string that is not a date where a `Date` is expected.
 */
export function callArguments(
  signature: Signature,
  given: Readonly<Record<string, unknown>>,
  contextVariables: unknown,
): unknown[] {
  const values = signature.parameters.map(({ name, schema, dates }) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return [name, dates ? withDates(value, schema) : value] as const;
  });
  const place = signature.contextVariables;
  const properties = () => ({
    ...Object.fromEntries(values.filter(([, value]) => value !== undefined)),
    ...(place === "property" && { contextVariables }),
  });
  const own = signature.call === "positional" ? values.map(([, value]) => value) : [properties()];
  return typeof place === "number" ? own.toSpliced(place, 0, contextVariables) : own;
}

/** How JSON represents a `Date`. */
export const dateSchema: JsonSchema = { type: "string", format: "date-time" };

/** A date-time, quoted for a message. */
export const DATE_EXAMPLE = '"2025-01-31T09:00:00Z"';

/** Whether any part of a schema stands for a `Date`. */
export function holdsDates(schema: JsonSchema): boolean {
  return isDate(schema) || parts(schema).some(holdsDates);
}

/** A copy of a value that fits the schema, with Dates for date-time strings. Throws a RangeError for other strings. */
function withDates(value: unknown, schema: JsonSchema): unknown {
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

/** Whether the JSON type of a value tells which member of a union it belongs to, if any member holds Dates. */
export function datesAreClear(union: JsonSchema): boolean {
  const types = alternatives(union).map((member) => member["type"]);
  return !holdsDates(union) || (!types.includes(undefined) && new Set(types).size === types.length);
}

function isDate(schema: JsonSchema): boolean {
  return schema["format"] === "date-time";
}

function parts(schema: JsonSchema): JsonSchema[] {
  const { anyOf, prefixItems, items, additionalProperties } = schema;
  const inside = [anyOf, prefixItems, items, additionalProperties].flat();
  return [...(inside as (JsonSchema | undefined)[]), ...propertiesOf(schema).values()].filter(
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
    `${JSON.stringify(text)} is not a date; expected date and time as in ${DATE_EXAMPLE}`,
  );
}
