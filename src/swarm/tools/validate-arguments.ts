import type { OutputUnit, Validator } from "@cfworker/json-schema";
import { field, valueOf } from "../../json/value.ts";
import { show } from "../../json/show.ts";
import { DATE_EXAMPLE } from "../../signatures/schema/call-arguments.ts";
import type { JsonSchema } from "../../signatures/schema/signature.ts";
import { describeIssues, pathOf } from "../../json/standard-schema.ts";
import type { Tool } from "../agent/tool.ts";

type Validated =
  | { readonly value: unknown; readonly problems?: undefined }
  | {
      readonly problems: readonly string[];
      /** Where values do not fit. */
      readonly paths: readonly (readonly string[])[];
    };

/**
 * Validates a call's arguments: the value to call with, or a sentence for each thing that does not fit the schema. Models
 * write null for what they do not give: where the schema takes no null and would do without the value, none was given.
 */
export async function validateArguments(tool: Tool, args: unknown): Promise<Validated> {
  let given = args;
  let found = await validated(tool, given);
  for (const path of nullsAt(found, args)) {
    const without = withoutMember(given, path);
    const then = await validated(tool, without);
    if (then.problems !== undefined && then.problems.length >= (found.problems?.length ?? 0))
      continue;
    [given, found] = [without, then];
  }
  return found;
}

/** The places of members that are null and should not be. */
function nullsAt(found: Validated, args: unknown): readonly (readonly string[])[] {
  if (found.problems === undefined) return [];
  const isNull = (path: readonly string[]): boolean =>
    path.length > 0 && at(args, path) === null && !Array.isArray(at(args, path.slice(0, -1)));
  return found.paths.filter(isNull);
}

function withoutMember(value: unknown, [name = "", ...rest]: readonly string[]): unknown {
  if (Array.isArray(value))
    return value.map((item, index) =>
      String(index) === name ? withoutMember(item, rest) : (item as unknown),
    );
  const members = Object.entries(value as object).flatMap(([key, member]): [string, unknown][] => {
    if (key !== name) return [[key, member]];
    return rest.length === 0 ? [] : [[key, withoutMember(member, rest)]];
  });
  return Object.fromEntries(members);
}

async function validated(tool: Tool, args: unknown): Promise<Validated> {
  if (tool.validator !== undefined) {
    const { issues, ...accepted } = await tool.validator["~standard"].validate(args);
    if (issues === undefined) return accepted as { readonly value: unknown };
    return { problems: describeIssues(issues), paths: issues.map(pathOf) };
  }
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    return { problems: [`Expected an object, got ${JSON.stringify(args)}.`], paths: [] };
  }
  const schema = tool.parameters;
  const { valid, errors } = (await validatorOf(schema)).validate(args);
  if (valid) return { value: args };
  const places = errors.map(({ instanceLocation }) => instanceLocation);
  return {
    problems: describeMismatches(schema, args, errors),
    paths: [...new Set(places)].map(segments),
  };
}

const validators = new WeakMap<JsonSchema, Validator>();

/** Loaded with the first call of a tool; one for each schema. */
async function validatorOf(schema: JsonSchema): Promise<Validator> {
  let validator = validators.get(schema);
  if (validator === undefined) {
    const { Validator: JsonSchemaValidator } = await import("@cfworker/json-schema");
    validator = new JsonSchemaValidator(schema, "2020-12", false);
    validators.set(schema, validator);
  }
  return validator;
}

/** Keywords that only say that something inside does not fit. */
const STRUCTURE = new Set([
  "$ref",
  "additionalProperties",
  "allOf",
  "items",
  "prefixItems",
  "properties",
]);

/** For a model to read, a sentence each: where, what was expected, what came. */
function describeMismatches(
  schema: JsonSchema,
  value: unknown,
  errors: readonly OutputUnit[],
): string[] {
  const irrelevant = errors.flatMap((error) => missedAlternatives(schema, value, error));
  const sentences = errors
    .filter(
      ({ keyword, keywordLocation }) =>
        !STRUCTURE.has(keyword) &&
        !irrelevant.some((location) => keywordLocation.startsWith(location)),
    )
    .flatMap((error) => {
      const path = segments(error.instanceLocation);
      const expected = expectedAt(schema, segments(error.keywordLocation));
      return describe(error, path, expected, at(value, path));
    });
  return [...new Set(sentences)];
}

/** The locations of alternatives of another type than the value: what is wrong in them helps nobody. */
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
      return expected === "date-time"
        ? `${place} must be date and time as in ${DATE_EXAMPLE}, not ${excerpt(got)}.`
        : `${place} must be of the format ${String(expected)}, not ${excerpt(got)}.`;
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

/** The value of the keyword that failed, whose location leads through references. */
function expectedAt(schema: JsonSchema, location: readonly string[]): unknown {
  return location.reduce<unknown>((value, name, index) => {
    const next = valueOf(value, name);
    const through = name === "$ref" && index < location.length - 1 && typeof next === "string";
    return through ? at(schema, segments(next)) : next;
  }, schema);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => valueOf(inner, name), value);
}

/** The names in a JSON Pointer (RFC 6901) after its #. */
function segments(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

const excerpt = (value: unknown): string => show(value, 80);
