import type { Expression } from "oxc-parser";
import { holdsDates } from "../schema/call-arguments.ts";
import { additionalOf, documented, propertiesOf, requiredOf } from "../schema/schema.ts";
import type { JsonSchema, Parameter } from "../schema/signature.ts";
import type { Scope } from "../syntax/declarations.ts";
import type { JsDoc, JsDocParameter } from "../syntax/jsdoc.ts";
import type { KnownParameter, KnownType, ModuleTypes } from "../types/known-types.ts";
import { codeOf, Unreadable } from "../types/unreadable.ts";
import { readValue } from "../types/value.ts";

/** What is known of a parameter besides its name and default. */
export interface ParameterSources {
  readonly scope: Scope;
  readonly types: ModuleTypes;
  /** The offset by which the types know it. */
  readonly start: number;
  /** Its annotation, or what the function's place says. */
  readonly type: KnownType | undefined;
  /** Whether it is written with a question mark. */
  readonly optional: boolean;
  readonly doc: JsDoc | undefined;
}

/** Reads a parameter or property; `readUntyped` is called when neither type nor JSDoc tells. Throws Unreadable. */
export function readParameter(
  name: string,
  readUntyped: () => JsonSchema,
  hasDefault: boolean,
  { scope, types, type, optional, doc }: ParameterSources,
): Parameter {
  const tag = tagOf(name, doc);
  const known = type ?? (tag?.type === undefined ? undefined : types.documented(tag.type));
  const read = known?.read() ?? { schema: readUntyped(), optional: false };
  const omissible = hasDefault || optional || read.optional || (tag?.optional === true && !type);
  const schema = withDocProperties(documented(read.schema, tag), name, doc, types);
  const parameter = parameterOf(name, schema, !omissible);
  const isUntyped = !known && scope.source.language.startsWith("js");
  return isUntyped ? { ...parameter, untyped: true } : parameter;
}

/** Reads what a rest parameter collects under a name. Throws Unreadable. */
export function readKnown(
  { name = "", type, optional }: KnownParameter,
  { doc }: ParameterSources,
): Parameter {
  const read = type.read();
  return parameterOf(name, documented(read.schema, tagOf(name, doc)), !optional && !read.optional);
}

export function tagOf(name: string, doc: JsDoc | undefined): JsDocParameter | undefined {
  return doc?.parameters.find((tag) => tag.name === name);
}

export function parameterOf(name: string, schema: JsonSchema, required: boolean): Parameter {
  return { name, schema, required, dates: holdsDates(schema) };
}

/**
 * The schema of a parameter that has only a default value: a string unless the value tells more. In TypeScript, where
 * the type can be written, a value that does not tell is refused. Throws Unreadable.
 */
export function readDefault(
  initial: Expression | undefined,
  { scope, types, start }: Pick<ParameterSources, "scope" | "types" | "start">,
): JsonSchema {
  if (!initial || isNothing(initial)) return { type: "string" };
  const schema = readValue(initial, scope) ?? types.initial(start)?.read().schema;
  if (schema) return schema;
  if (scope.source.language.startsWith("js")) return { type: "string" };
  const code = codeOf(initial, { scope });
  throw new Unreadable(`its default ${code} does not show a type; annotate the parameter`);
}

function isNothing(initial: Expression): boolean {
  if (initial.type === "Identifier") return initial.name === "undefined";
  return initial.type === "Literal" && initial.raw === "null";
}

/**
 * Adds what `@param options.from` and `@param trips[].from` say about the properties of the parameter or part at
 * `path`. An object without known properties gets all that JSDoc lists. Throws Unreadable.
 */
export function withDocProperties(
  schema: JsonSchema,
  path: string,
  doc: JsDoc | undefined,
  types: ModuleTypes,
): JsonSchema {
  const inside = (doc?.parameters ?? []).filter(
    ({ name }) => name.startsWith(`${path}.`) || name.startsWith(`${path}[`),
  );
  if (inside.length === 0) return schema;
  if (schema["type"] === "array" && schema["items"] !== undefined) {
    const items = schema["items"] as JsonSchema;
    return { ...schema, items: withDocProperties(items, `${path}[]`, doc, types) };
  }
  if (schema["type"] !== "object") return schema;
  const properties = propertiesOf(schema);
  const required = requiredOf(schema);
  if (properties.size === 0 && additionalOf(schema) === undefined) {
    for (const each of inside) {
      const name = each.name.slice(path.length + 1);
      if (!/^[^.[]+$/.test(name)) continue;
      const read = each.type === undefined ? undefined : types.documented(each.type).read();
      properties.set(name, read?.schema ?? { type: "string" });
      if (!each.optional && read?.optional !== true) required.add(name);
    }
  }
  for (const [name, part] of properties) {
    const place = `${path}.${name}`;
    const own = inside.find((each) => each.name === place);
    properties.set(name, documented(withDocProperties(part, place, doc, types), own));
  }
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    ...(required.size > 0 && { required: [...required] }),
  };
}
