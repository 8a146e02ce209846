import type { Expression } from "oxc-parser";
import { readType } from "./read-type.ts";
import { isAsConst, readValue } from "./read-value.ts";
import type { Scope } from "./scope.ts";
import type { JsonSchema } from "./signature.ts";
import { quoted, Unreadable } from "./unreadable.ts";

/** The schema of a parameter that nothing but its default value speaks of: a string unless the value says more. In TypeScript, a value that says nothing is refused, for there the type can be written. */
export function readDefault(initial: Expression | undefined, scope: Scope): JsonSchema {
  if (!initial || isNothing(initial)) return { type: "string" };
  if (initial.type === "TSAsExpression" && !isAsConst(initial))
    return readType(initial.typeAnnotation, { scope, open: [] }).schema;
  const schema = readValue(initial, scope);
  if (schema) return schema;
  if (scope.source.language === "js") return { type: "string" };
  const code = quoted(scope.source.text.slice(initial.start, initial.end));
  throw new Unreadable(`its default ${code} does not show a type; annotate the parameter`);
}

function isNothing(initial: Expression): boolean {
  if (initial.type === "Identifier") return initial.name === "undefined";
  return initial.type === "Literal" && initial.raw === "null";
}
