import type { TSPropertySignature, TSSignature } from "oxc-parser";
import { integersIn } from "../schema/integers.ts";
import { objectSchema } from "../schema/object.ts";
import { propertyName } from "../syntax/children.ts";
import type { TypeContext } from "../syntax/scope.ts";
import type { JsonSchema } from "../schema/signature.ts";
import { refuse, schemaIn, type ReadType, within } from "./type-reading.ts";

/** The schema of an object with these members; a JSDoc before a property becomes its description. Throws Unreadable for methods and call signatures. */
export function readMembers(
  members: readonly TSSignature[],
  context: TypeContext,
  readType: ReadType,
): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  const required = new Set<string>();
  let additional: JsonSchema | undefined;
  for (const member of members) {
    if (member.type === "TSIndexSignature") {
      additional = schemaIn(member.typeAnnotation.typeAnnotation, context, readType);
      continue;
    }
    const name = "key" in member ? propertyName(member) : undefined;
    if (name !== undefined && name === context.hidden) continue;
    if (member.type !== "TSPropertySignature")
      return within(name ?? "()", () =>
        refuse(member, context, "is a function, which has no JSON Schema"),
      );
    if (name === undefined) return refuse(member, context, "is a property with a computed name");
    const { schema, optional } = within(name, () => readProperty(member, context, readType));
    properties.set(name, schema);
    if (!optional) required.add(name);
  }
  return objectSchema(properties, required, additional);
}

function readProperty(
  property: TSPropertySignature,
  context: TypeContext,
  readType: ReadType,
): { schema: JsonSchema; optional: boolean } {
  const type = property.typeAnnotation?.typeAnnotation;
  const read = type
    ? readType(type, { ...context, hidden: undefined })
    : { schema: {}, optional: false };
  const doc = context.scope.source.documentation(property.start);
  const schema = doc?.type?.includes("integer") ? integersIn(read.schema) : read.schema;
  return {
    schema: doc?.text === undefined ? schema : { ...schema, description: doc.text },
    optional: read.optional || property.optional,
  };
}
