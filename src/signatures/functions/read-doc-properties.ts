import { integersIn } from "../schema/integers.ts";
import type { JsDoc, JsDocParameter } from "../syntax/jsdoc.ts";
import { additionalOf, propertiesOf, requiredOf } from "../schema/object.ts";
import { readJsDocType } from "../types/jsdoc-type.ts";
import type { Scope } from "../syntax/scope.ts";
import type { JsonSchema } from "../schema/signature.ts";

/** A schema as its JSDoc refines it: integers for numbers, and a description. */
export function refined(schema: JsonSchema, said: JsDocParameter | undefined): JsonSchema {
  const exact = said?.type?.includes("integer") ? integersIn(schema) : schema;
  return said?.text === undefined ? exact : { ...exact, description: said.text };
}

/**
 * Adds what `@param options.from` and `@param trips[].from` say of the properties of what is called `path`. Where
 * nothing but JSDoc speaks of an object's properties, these are all it has. Throws Unreadable.
 */
export function withDocProperties(
  schema: JsonSchema,
  path: string,
  doc: JsDoc | undefined,
  scope: Scope,
): JsonSchema {
  const inside =
    doc?.parameters.filter(
      ({ name }) => name.startsWith(`${path}.`) || name.startsWith(`${path}[`),
    ) ?? [];
  if (inside.length === 0) return schema;
  if (schema["type"] === "array" && schema["items"] !== undefined) {
    const items = schema["items"] as JsonSchema;
    return { ...schema, items: withDocProperties(items, `${path}[]`, doc, scope) };
  }
  if (schema["type"] !== "object") return schema;
  const properties = propertiesOf(schema);
  const required = requiredOf(schema);
  if (properties.size === 0 && additionalOf(schema) === undefined) {
    for (const each of inside) {
      const name = each.name.slice(path.length + 1);
      if (!/^[^.[]+$/.test(name)) continue;
      const read = each.type === undefined ? undefined : readJsDocType(each.type, scope);
      properties.set(name, read?.schema ?? { type: "string" });
      if (!each.optional && read?.optional !== true) required.add(name);
    }
  }
  for (const [name, part] of properties) {
    const place = `${path}.${name}`;
    const own = inside.find((each) => each.name === place);
    properties.set(name, refined(withDocProperties(part, place, doc, scope), own));
  }
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    ...(required.size > 0 && { required: [...required] }),
  };
}
