import { dateSchema } from "../schema/call-arguments.ts";
import {
  additionalOf,
  alternatives,
  arraySchema,
  literalsOf,
  objectSchema,
  propertiesOf,
  requiredOf,
  unionSchema,
} from "../schema/schema.ts";
import type { JsonSchema } from "../schema/signature.ts";

/** What a generic type was given. It is read on demand; each reading may throw Unreadable. */
export interface TypeArgument {
  readonly whole: () => JsonSchema;
  /** As an element or member of the type. */
  readonly part: () => JsonSchema;
  /** As a type that must be an object. */
  readonly object: () => JsonSchema;
  readonly refuse: (clause: string) => never;
}

/** A type that no module has to declare, as TypeScript or JSDoc writes it; undefined when it has no schema. */
export function standardSchema(
  name: string,
  [first, second]: readonly TypeArgument[],
): JsonSchema | undefined {
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
      return first && second ? recordSchema(first, second) : { type: "object" };
    case "Array":
    case "ReadonlyArray":
      return arraySchema(first ? [first.part()] : []);
    case "Record":
      return first && second && recordSchema(first, second);
    case "Readonly":
      return first?.whole();
    case "NonNullable":
      return (
        first && unionSchema(alternatives(first.whole()).filter(({ type }) => type !== "null"))
      );
    case "Partial":
    case "Required":
    case "Pick":
    case "Omit":
      return first && changedSchema(name, first, second);
    default:
      return undefined;
  }
}

function recordSchema(keys: TypeArgument, values: TypeArgument): JsonSchema {
  const key = keys.part();
  const value = values.part();
  const names = literalsOf(key);
  if (names) return objectSchema(new Map(names.map((name) => [name, value])), new Set(names));
  if (key["type"] !== "string" && key["type"] !== "number")
    return keys.refuse("cannot be the keys of a record");
  return objectSchema(new Map(), new Set(), value);
}

function changedSchema(
  name: "Partial" | "Required" | "Pick" | "Omit",
  object: TypeArgument,
  keys: TypeArgument | undefined,
): JsonSchema {
  const schema = object.object();
  const properties = propertiesOf(schema);
  const additional = additionalOf(schema);
  if (name === "Partial") return objectSchema(properties, new Set(), additional);
  if (name === "Required") return objectSchema(properties, new Set(properties.keys()), additional);
  const names = keys && literalsOf(keys.part());
  if (!names) return (keys ?? object).refuse("does not name properties");
  const kept = (property: string) => names.includes(property) === (name === "Pick");
  return objectSchema(
    new Map([...properties].filter(([property]) => kept(property))),
    new Set([...requiredOf(schema)].filter(kept)),
    additional,
  );
}
