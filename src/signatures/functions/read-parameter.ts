import type { Expression } from "oxc-parser";
import { holdsDates } from "../schema/dates.ts";
import type { JsonSchema, Parameter } from "../schema/signature.ts";
import type { JsDoc, JsDocParameter } from "../syntax/jsdoc.ts";
import type { Scope } from "../syntax/scope.ts";
import { readJsDocType, type TypeInContext } from "../types/jsdoc-type.ts";
import { readType } from "../types/read-type.ts";
import { quoted, Unreadable } from "../types/type-reading.ts";
import type { TypeReading } from "../types/type-reading.ts";
import { isAsConst, readValue } from "../types/value.ts";
import { refined, withDocProperties } from "./read-doc-properties.ts";

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
  const schema = withDocProperties(read.schema, name, doc, scope);
  return parameterOf(name, schema, !initial && !left);
}

/** A parameter of this schema. */
export function parameterOf(name: string, schema: JsonSchema, required: boolean): Parameter {
  return { name, schema, required, dates: holdsDates(schema) };
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

/** The schema of a parameter that nothing but its default value speaks of: a string unless the value says more. In TypeScript, a value that says nothing is refused, for there the type can be written. */
export function readDefault(initial: Expression | undefined, scope: Scope): JsonSchema {
  if (!initial || isNothing(initial)) return { type: "string" };
  if (initial.type === "TSAsExpression" && !isAsConst(initial))
    return readType(initial.typeAnnotation, { scope, open: [] }).schema;
  const schema = readValue(initial, scope);
  if (schema) return schema;
  if (scope.source.language === "js") return { type: "string" };
  const code = quoted(scope.source.text.slice(initial.start, initial.end));
  throw new Unreadable(`its default ${code} does not show a type; annotate the parameter`);
}

function isNothing(initial: Expression): boolean {
  if (initial.type === "Identifier") return initial.name === "undefined";
  return initial.type === "Literal" && initial.raw === "null";
}
