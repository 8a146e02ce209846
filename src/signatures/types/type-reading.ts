import type { Span, TSType } from "oxc-parser";
import type { JsonSchema, Refusal } from "../schema/signature.ts";
import type { TypeContext } from "../syntax/scope.ts";

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

/** Thrown while types are read, and turned into a refusal of the function they belong to. The message is a clause: "`Map<string, Trip>` has no JSON Schema". */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  /** The properties that lead to what cannot be read, outermost first. */
  readonly path: readonly string[];

  constructor(message: string, path: readonly string[] = []) {
    super(message);
    this.path = path;
  }
}

/** Runs a reading of a property; what it throws then knows the property. */
export function within<T>(property: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Unreadable(error.message, [property, ...error.path]);
  }
}

/** Why a parameter cannot be read; without a parameter, the outermost property is meant. */
export function refusalOf(parameter: string | undefined, error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  const path = error instanceof Unreadable ? error.path : [];
  const [name, inner] = parameter === undefined ? [path[0], path.slice(1)] : [parameter, path];
  const place = inner.length > 0 ? `in "${inner.join(".")}", ` : "";
  return { parameter: name, reason: `cannot be described: ${place}${message}` };
}

/** Code on one line, quoted, of at most 80 characters, for a message. */
export function quoted(code: string): string {
  const line = code.replaceAll(/\s+/g, " ").trim();
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}
