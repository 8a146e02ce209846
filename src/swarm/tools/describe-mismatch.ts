import type { OutputUnit } from "@cfworker/json-schema";
import { DATE_EXAMPLE } from "../../signatures/schema/call-arguments.ts";
import type { JsonSchema } from "../../signatures/schema/signature.ts";
import { show } from "../../json/show.ts";
import { field } from "../../json/value.ts";

/** Keywords that only say that something further down does not fit. */
const STRUCTURE = new Set([
  "$ref",
  "additionalProperties",
  "allOf",
  "items",
  "prefixItems",
  "properties",
]);

/** One sentence for each thing in `value` that does not fit the schema: where, what was expected, what came. For a model to read. */
export function describeMismatches(
  schema: JsonSchema,
  value: unknown,
  errors: readonly OutputUnit[],
): string[] {
  const besideThePoint = errors.flatMap((error) => missedAlternatives(schema, value, error));
  const sentences = errors
    .filter(
      ({ keyword, keywordLocation }) =>
        !STRUCTURE.has(keyword) &&
        !besideThePoint.some((location) => keywordLocation.startsWith(location)),
    )
    .flatMap((error) => {
      const path = segments(error.instanceLocation);
      const expected = expectedAt(schema, segments(error.keywordLocation));
      return describe(error, path, expected, at(value, path));
    });
  return [...new Set(sentences)];
}

/** Where the alternatives stand that are of another type than the value: what is wrong there helps nobody. */
function missedAlternatives(
  schema: JsonSchema,
  value: unknown,
  { keyword, keywordLocation, instanceLocation }: OutputUnit,
): string[] {
  if (keyword !== "anyOf") return [];
  const alternatives = expectedAt(schema, segments(keywordLocation)) as readonly unknown[];
  const got = at(value, segments(instanceLocation));
  return [...alternatives.keys()]
    .filter((index) => !isOfType(got, field(alternatives[index], "type")))
    .map((index) => `${keywordLocation}/${index}/`);
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === undefined) return true;
  const own = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return strings(type).some((name) => name === own || (name === "integer" && own === "number"));
}

function describe(
  { keyword, error }: OutputUnit,
  path: readonly string[],
  expected: unknown,
  got: unknown,
): string | string[] {
  const place = path.length === 0 ? "The whole" : path.join(".");
  switch (keyword) {
    case "required":
      return strings(expected)
        .filter((name) => !Object.hasOwn(got as object, name))
        .map((name) => `${[...path, name].join(".")} is missing.`);
    case "false":
      return `${place} is not allowed.`;
    case "type":
      return `${place} must be ${strings(expected).join(" or ")}, not ${excerpt(got)}.`;
    case "enum":
      return `${place} must be one of ${(expected as unknown[]).map(excerpt).join(", ")}, not ${excerpt(got)}.`;
    case "const":
      return `${place} must be ${excerpt(expected)}, not ${excerpt(got)}.`;
    case "pattern":
      return `${place} must match ${String(expected)}, unlike ${excerpt(got)}.`;
    case "format":
      return `${place} must be ${format(expected)}, not ${excerpt(got)}.`;
    case "anyOf": {
      const types = (expected as readonly unknown[]).map((each) => field(each, "type"));
      return types.some((type) => isOfType(got, type))
        ? `${place} fits none of its alternatives.`
        : `${place} must be ${[...new Set(types.flatMap(strings))].join(" or ")}, not ${excerpt(got)}.`;
    }
    default:
      return `${place}: ${error}`;
  }
}

function format(name: unknown): string {
  return name === "date-time"
    ? `date and time as in ${DATE_EXAMPLE}`
    : `of the format ${String(name)}`;
}

/** The value of the keyword that failed. Its location leads through references. */
function expectedAt(schema: JsonSchema, location: readonly string[]): unknown {
  return location.reduce<unknown>((value, name, index) => {
    const next = at(value, [name]);
    const through = name === "$ref" && index < location.length - 1 && typeof next === "string";
    return through ? at(schema, segments(next)) : next;
  }, schema);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (Array.isArray(inner) ? inner[Number(name)] : field(inner, name)),
    value,
  );
}

/** The names in a JSON Pointer (RFC 6901) that begins with #. */
function segments(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function excerpt(value: unknown): string {
  return show(value, 80);
}
