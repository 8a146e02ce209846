import type { Expression } from "oxc-parser";
import { holdsDates } from "./dates.ts";
import { integersIn } from "./integers.ts";
import type { JsDoc, JsDocParameter } from "./jsdoc.ts";
import { propertiesOf } from "./object-schema.ts";
import { readDefault } from "./read-default.ts";
import { readJsDocType, type TypeInContext } from "./read-jsdoc-type.ts";
import { readType } from "./read-type.ts";
import type { Scope } from "./scope.ts";
import type { JsonSchema, Parameter } from "./signature.ts";
import type { TypeReading } from "./type-reading.ts";

/** What is known of a parameter besides its name and default. */
export interface ParameterSources {
  readonly scope: Scope;
  /** The type that is written at the parameter, or that its place in an annotated function gives it. */
  readonly type: TypeInContext | undefined;
  /** Whether a question mark says that it can be left out. */
  readonly optional: boolean;
  readonly doc: JsDoc | undefined;
}

/** Reads a parameter that has a name. Throws Unreadable. */
export function readParameter(
  name: string,
  initial: Expression | undefined,
  { scope, type, optional, doc }: ParameterSources,
): Parameter {
  const said = doc?.parameters.find((each) => each.name === name);
  const read = readSchema(initial, scope, type, said);
  const left = optional || read.optional || (said?.optional === true && !type);
  return parameterOf(name, withDescriptions(read.schema, name, doc), !initial && !left);
}

/** A parameter of this schema. */
export function parameterOf(name: string, schema: JsonSchema, required: boolean): Parameter {
  return { name, schema, required, dates: holdsDates(schema) };
}

/** A schema as its JSDoc refines it: integers for numbers, and a description. */
export function refined(schema: JsonSchema, said: JsDocParameter | undefined): JsonSchema {
  const exact = said?.type?.includes("integer") ? integersIn(schema) : schema;
  return said?.text === undefined ? exact : { ...exact, description: said.text };
}

function readSchema(
  initial: Expression | undefined,
  scope: Scope,
  type: TypeInContext | undefined,
  said: JsDocParameter | undefined,
): TypeReading {
  if (type) {
    const { schema, optional } = readType(type.type, type.context);
    return { schema: refined(schema, said), optional };
  }
  const { schema, optional } =
    said?.type === undefined
      ? { schema: readDefault(initial, scope), optional: false }
      : readJsDocType(said.type, scope);
  return { schema: refined(schema, said), optional };
}

/** Adds what `@param options.from` says to the properties of an object. */
function withDescriptions(schema: JsonSchema, name: string, doc: JsDoc | undefined): JsonSchema {
  const said = doc?.parameters.filter((each) => each.name.startsWith(`${name}.`)) ?? [];
  const properties = propertiesOf(schema);
  if (said.length === 0 || properties.size === 0) return schema;
  for (const each of said) {
    const property = each.name.slice(name.length + 1);
    const part = properties.get(property);
    if (part) properties.set(property, refined(part, each));
  }
  return { ...schema, properties: Object.fromEntries(properties) };
}
