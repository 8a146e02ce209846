import type { JsonSchema } from "./signature.ts";

/** The schema of a literal's type, or of nothing but the literal. */
export function literalSchema(value: string | number | boolean, exactly = true): JsonSchema {
  return { type: typeof value, ...(exactly && { enum: [value] }) };
}

/** The literals that a schema allows, as property names; undefined for a schema that allows more. */
export function literalsOf(schema: JsonSchema): readonly string[] | undefined {
  const literals = schema["enum"] as readonly unknown[] | undefined;
  return literals?.map(String);
}

/** A schema that whatever fits any of these fits: literals of one type become one `enum`, the rest an `anyOf`. */
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
