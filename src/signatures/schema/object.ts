import type { JsonSchema } from "./signature.ts";

/** An object with these properties; keywords that would say nothing are left out. */
export function objectSchema(
  properties: ReadonlyMap<string, JsonSchema>,
  required: ReadonlySet<string>,
  additional?: JsonSchema,
): JsonSchema {
  return {
    type: "object",
    ...(properties.size > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.size > 0 && { required: [...required] }),
    ...(additional && Object.keys(additional).length > 0 && { additionalProperties: additional }),
  };
}

/** The properties of an object schema, in order. */
export function propertiesOf(schema: JsonSchema): Map<string, JsonSchema> {
  return new Map(Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>));
}

/** The names that an object schema requires. */
export function requiredOf(schema: JsonSchema): Set<string> {
  return new Set((schema["required"] ?? []) as readonly string[]);
}

/** The schema of the properties that an object schema does not name. */
export function additionalOf(schema: JsonSchema): JsonSchema | undefined {
  return schema["additionalProperties"] as JsonSchema | undefined;
}

/** An object that is all of these objects; of a property that several have, the last counts. */
export function intersectionSchema(objects: readonly JsonSchema[]): JsonSchema {
  const [only] = objects;
  if (only && objects.length === 1) return only;
  return objectSchema(
    new Map(objects.flatMap((object) => [...propertiesOf(object)])),
    new Set(objects.flatMap((object) => [...requiredOf(object)])),
    objects.map(additionalOf).findLast((additional) => additional !== undefined),
  );
}
