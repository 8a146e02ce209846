import { parse } from "../syntax/parse.ts";
import { readType } from "./read-type.ts";
import { scopeWith } from "../syntax/scope-in.ts";
import type { Scope, TypeContext } from "../syntax/scope.ts";
import { sourceOf } from "../syntax/source.ts";
import type { TypeReading } from "./type-reading.ts";
import { quoted, Unreadable } from "./type-reading.ts";
import type { TSType } from "oxc-parser";

/** A type, with the context in which its names have their meaning. */
export interface TypeInContext {
  readonly type: TSType;
  readonly context: TypeContext;
}

/** The type that stands in the braces of a JSDoc tag: TypeScript's notation, and `*`, `?T`, `!T`, `Array.<T>`. Throws Unreadable. */
export function parseJsDocType(text: string, scope: Scope): TypeInContext {
  const code = `type T = ${text.replaceAll(".<", "<").replaceAll(/^\*$|(?<=[<(,|:]\s*)\*/g, "any")};`;
  const [statement] = parse(code, "ts")?.program.body ?? [];
  if (statement?.type !== "TSTypeAliasDeclaration")
    throw new Unreadable(`${quoted(text)} is not the notation of a type`);
  const source = sourceOf(code, "ts", []);
  const own = scopeWith(new Map(), source, scope);
  return { type: statement.typeAnnotation, context: { scope: own, open: [] } };
}

/** Reads the type that stands in the braces of a JSDoc tag. Throws Unreadable. */
export function readJsDocType(text: string, scope: Scope): TypeReading {
  const { type, context } = parseJsDocType(text, scope);
  return readType(type, context);
}
