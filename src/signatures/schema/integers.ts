import type { JsonSchema } from "./signature.ts";

/** The same schema with integers for its numbers, as JSDoc's `{integer}` or `{integer[]}` says where TypeScript has `number`. Literals stay what they are. */
export function integersIn(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_, part: unknown) =>
    isPlainNumber(part) ? { ...part, type: "integer" } : part,
  ) as JsonSchema;
}

function isPlainNumber(part: unknown): part is JsonSchema {
  if (typeof part !== "object" || part === null) return false;
  return "type" in part && part.type === "number" && !("enum" in part);
}
