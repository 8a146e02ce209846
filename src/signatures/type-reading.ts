import type { Span, TSType } from "oxc-parser";
import type { TypeContext } from "./scope.ts";
import type { JsonSchema } from "./signature.ts";
import { quoted, Unreadable } from "./unreadable.ts";

/** What was read of a type. */
export interface TypeReading {
  readonly schema: JsonSchema;
  /** Whether `undefined` is among its values, which leaves a property or parameter optional. */
  readonly optional: boolean;
}

/** Reads a type within a context. Throws Unreadable. */
export type ReadType = (type: TSType, context: TypeContext) => TypeReading;

/** The code of a node, quoted for a message. */
export function codeOf(node: Span, context: TypeContext): string {
  return quoted(context.scope.source.text.slice(node.start, node.end));
}

/** Refuses a type, with a clause that follows its code, such as "is a class". */
export function refuse(node: Span, context: TypeContext, clause: string): never {
  throw new Unreadable(`${codeOf(node, context)} ${clause}`);
}

/** The schema of an element or member, where `undefined` cannot be said in JSON and is passed over. */
export function schemaIn(type: TSType, context: TypeContext, readType: ReadType): JsonSchema {
  return readType(type, { ...context, hidden: undefined }).schema;
}

/** The schema of a type that must be an object with known properties. */
export function objectIn(type: TSType, context: TypeContext, readType: ReadType): JsonSchema {
  const { schema } = readType(type, context);
  if (schema["type"] !== "object") refuse(type, context, "is no object type");
  return schema;
}
