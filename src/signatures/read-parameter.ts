import type { Expression } from "oxc-parser";
import { holdsDates } from "./dates.ts";
import type { JsDoc, JsDocParameter } from "./jsdoc.ts";
import { readDefault } from "./read-default.ts";
import { refined, withDocProperties } from "./read-doc-properties.ts";
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
