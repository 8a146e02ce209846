import type { TSType } from "oxc-parser";
import { arraySchema } from "../schema/array.ts";
import { dateSchema } from "../schema/dates.ts";
import { additionalOf, objectSchema, propertiesOf, requiredOf } from "../schema/object.ts";
import type { TypeContext } from "../syntax/scope.ts";
import type { JsonSchema } from "../schema/signature.ts";
import { objectIn, refuse, schemaIn, type ReadType } from "./type-reading.ts";
import { alternatives, literalsOf, unionSchema } from "../schema/union.ts";

/** The schema of a type that no module has to declare, as TypeScript or JSDoc writes it; undefined when it has none. */
export function readStandardType(
  name: string,
  given: readonly TSType[],
  context: TypeContext,
  readType: ReadType,
): JsonSchema | undefined {
  const [first, second] = given;
  switch (name) {
    case "Date":
      return dateSchema;
    case "integer":
    case "int":
      return { type: "integer" };
    case "String":
    case "Number":
    case "Boolean":
      return { type: name.toLowerCase() };
    case "Object":
      return first && second ? record(first, second, context, readType) : { type: "object" };
    case "Array":
    case "ReadonlyArray":
      return arraySchema(first ? [schemaIn(first, context, readType)] : []);
    case "Record":
      return first && second && record(first, second, context, readType);
    case "Readonly":
      return first && readType(first, context).schema;
    case "NonNullable":
      return first && withoutNull(readType(first, context).schema);
    case "Partial":
    case "Required":
    case "Pick":
    case "Omit":
      return first && changed(name, first, second, context, readType);
    default:
      return undefined;
  }
}

function record(
  keys: TSType,
  values: TSType,
  context: TypeContext,
  readType: ReadType,
): JsonSchema {
  const key = schemaIn(keys, context, readType);
  const value = schemaIn(values, context, readType);
  const names = literalsOf(key);
  if (names) return objectSchema(new Map(names.map((name) => [name, value])), new Set(names));
  if (key["type"] !== "string" && key["type"] !== "number")
    return refuse(keys, context, "cannot be the keys of a record");
  return objectSchema(new Map(), new Set(), value);
}

function changed(
  name: "Partial" | "Required" | "Pick" | "Omit",
  object: TSType,
  keys: TSType | undefined,
  context: TypeContext,
  readType: ReadType,
): JsonSchema {
  const schema = objectIn(object, context, readType);
  const properties = propertiesOf(schema);
  const required = requiredOf(schema);
  const additional = additionalOf(schema);
  if (name === "Partial") return objectSchema(properties, new Set(), additional);
  if (name === "Required") return objectSchema(properties, new Set(properties.keys()), additional);
  const listed = keys && literalsOf(schemaIn(keys, context, readType));
  if (!listed) return refuse(keys ?? object, context, "names no properties");
  const kept = (property: string) => listed.includes(property) === (name === "Pick");
  return objectSchema(
    new Map([...properties].filter(([property]) => kept(property))),
    new Set([...required].filter(kept)),
    additional,
  );
}

function withoutNull(schema: JsonSchema): JsonSchema {
  return unionSchema(alternatives(schema).filter((member) => member["type"] !== "null"));
}
