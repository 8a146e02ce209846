import type { JsonSchema } from "./signature.ts";

/** The schema of a literal's type, or of nothing but the literal. */
export function literalSchema(value: string | number | boolean, exactly = true): JsonSchema {
  return { type: typeof value, ...(exactly && { enum: [value] }) };
}

/** A schema for whatever fits any of these: literals of one type become one `enum`, the rest an `anyOf`. */
export function unionSchema(schemas: readonly JsonSchema[]): JsonSchema {
  const members: JsonSchema[] = [];
  for (const schema of schemas.flatMap(alternatives)) {
    const at = members.findIndex((member) => isLike(member, schema));
    const like = members[at];
    if (like === undefined) members.push(schema);
    else members[at] = merged(like, schema);
  }
  const [only] = members;
  if (only && members.length === 1) return only;
  return members.some((member) => Object.keys(member).length === 0) ? {} : { anyOf: members };
}

/** The members of a union, or the schema itself. */
export function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return (schema["anyOf"] as readonly JsonSchema[] | undefined) ?? [schema];
}

/** Whether two members of a union are the same, or literals of one type. */
function isLike(one: JsonSchema, other: JsonSchema): boolean {
  if ("enum" in one && "enum" in other) return one["type"] === other["type"];
  return JSON.stringify(one) === JSON.stringify(other);
}

function merged(one: JsonSchema, other: JsonSchema): JsonSchema {
  if (!("enum" in one) || !("enum" in other)) return one;
  const literals = [one["enum"], other["enum"]] as readonly (readonly unknown[])[];
  return { ...one, enum: [...new Set(literals.flat())] };
}

/** An array whose elements fit any of these. */
export function arraySchema(elements: readonly JsonSchema[]): JsonSchema {
  return { type: "array", items: elements.length > 0 ? unionSchema(elements) : {} };
}

/**
 * An array with these elements at its start, at least the first `needed`, and any number of `rest` after them. Without
 * `rest`, `items` repeats the elements: it applies to nothing, and satisfies those who want it in every array.
 */
export function tupleSchema(
  elements: readonly JsonSchema[],
  needed = elements.length,
  rest?: JsonSchema,
): JsonSchema {
  return {
    type: "array",
    prefixItems: elements,
    items: rest ?? arraySchema(elements)["items"],
    minItems: needed,
    ...(!rest && { maxItems: elements.length }),
  };
}

/** The schemas that the elements of an array may have. */
export function elementsOf(schema: JsonSchema): readonly JsonSchema[] {
  const places = (schema["prefixItems"] ?? []) as readonly JsonSchema[];
  return "maxItems" in schema ? places : [...places, (schema["items"] ?? {}) as JsonSchema];
}

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

export function requiredOf(schema: JsonSchema): Set<string> {
  return new Set((schema["required"] ?? []) as readonly string[]);
}

/** The schema of the properties that an object schema does not name. */
export function additionalOf(schema: JsonSchema): JsonSchema | undefined {
  return schema["additionalProperties"] as JsonSchema | undefined;
}

/** A schema with what JSDoc adds: a description, and integers for a type such as `{integer[]}`. Literals stay. */
export function documented(
  schema: JsonSchema,
  doc: { readonly type: string | undefined; readonly text: string | undefined } | undefined,
): JsonSchema {
  const exact = doc?.type?.includes("integer") ? integersIn(schema) : schema;
  return doc?.text === undefined ? exact : { ...exact, description: doc.text };
}

function integersIn(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_, part: unknown) =>
    isPlainNumber(part) ? { ...part, type: "integer" } : part,
  ) as JsonSchema;
}

function isPlainNumber(part: unknown): part is JsonSchema {
  if (typeof part !== "object" || part === null) return false;
  return "type" in part && part.type === "number" && !("enum" in part);
}
