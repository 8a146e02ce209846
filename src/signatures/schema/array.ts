import type { JsonSchema } from "./signature.ts";
import { unionSchema } from "./union.ts";

/** An array whose elements fit any of these. */
export function arraySchema(elements: readonly JsonSchema[]): JsonSchema {
  return { type: "array", items: elements.length > 0 ? unionSchema(elements) : {} };
}

/**
 * An array with these elements at its start, as many of them as are needed, and of the rest (if any) any number.
 * Where there is no rest, `items` repeats the elements: it applies to nothing, and satisfies those who want it in every array.
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
  const closed = "maxItems" in schema;
  return closed ? places : [...places, (schema["items"] ?? {}) as JsonSchema];
}
