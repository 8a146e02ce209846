import type { TSFunctionType, TSType } from "oxc-parser";
import type { Scope, TypeContext } from "../syntax/declarations.ts";
import { parametersOf, type ParameterNode } from "../syntax/nodes.ts";
import { findType, scopeWith } from "../syntax/scope.ts";
import { parse, sourceOf } from "../syntax/source.ts";
import { readType, type TypeReading } from "../types/read-type.ts";
import { codeOf, quoted, Unreadable } from "../types/unreadable.ts";

/** A type, with the context in which its names have their meaning. */
export interface TypeInContext {
  readonly type: TSType;
  readonly context: TypeContext;
}

/** The type in a JSDoc tag's braces: TypeScript's notation, and `*`, `?T`, `!T`, `Array.<T>`. Throws Unreadable. */
export function parseJsDocType(text: string, scope: Scope): TypeInContext {
  const code = `type T = ${text.replaceAll(".<", "<").replaceAll(/^\*$|(?<=[<(,|:]\s*)\*/g, "any")};`;
  const [statement] = parse(code, "ts")?.program.body ?? [];
  if (statement?.type !== "TSTypeAliasDeclaration")
    throw new Unreadable(`${quoted(text)} is not the notation of a type`);
  const own = scopeWith(new Map(), sourceOf(code, "ts"), scope);
  return { type: statement.typeAnnotation, context: { scope: own, open: [] } };
}

/** Reads the type in the braces of a JSDoc tag. Throws Unreadable. */
export function readJsDocType(text: string, scope: Scope): TypeReading {
  const { type, context } = parseJsDocType(text, scope);
  return readType(type, context);
}

/**
 * The type of a parameter: its own annotation, else what the annotation of the function's place says, as in
 * `const greet: (name: string) => string = (name) => …`. Throws Unreadable when that place cannot be read.
 */
export function typeOfParameter(
  { pattern, optional }: ParameterNode,
  place: number,
  context: TypeContext,
  expected: TypeInContext | undefined,
): { readonly type: TypeInContext | undefined; readonly optional: boolean } {
  const own = pattern.typeAnnotation?.typeAnnotation;
  if (own) return { type: { type: own, context }, optional };
  if (!expected) return { type: undefined, optional };
  const found = functionType(expected.type, expected.context);
  if (!found) {
    const code = codeOf(expected.type, expected.context);
    throw new Unreadable(`its type comes from ${code}, which cannot be read here; annotate it`);
  }
  const counterpart = parametersOf(found.type.params)[place];
  const type = counterpart?.pattern.typeAnnotation?.typeAnnotation;
  return {
    type: type && { type, context: found.context },
    optional: optional || counterpart?.optional === true,
  };
}

function functionType(
  type: TSType,
  context: TypeContext,
): { readonly type: TSFunctionType; readonly context: TypeContext } | undefined {
  if (type.type === "TSFunctionType") return { type, context };
  if (type.type === "TSParenthesizedType") return functionType(type.typeAnnotation, context);
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return undefined;
  const [declaration, scope] = findType(context.scope, type.typeName.name) ?? [];
  if (declaration?.type !== "alias" || declaration.node.typeParameters || !scope) return undefined;
  if (context.open.includes(declaration)) return undefined;
  const open = [...context.open, declaration];
  return functionType(declaration.node.typeAnnotation, { scope, open });
}
