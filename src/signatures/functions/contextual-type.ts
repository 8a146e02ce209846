import type { TSFunctionType, TSType } from "oxc-parser";
import { parametersOf, type ParameterNode } from "../syntax/parameter-node.ts";
import type { TypeInContext } from "../types/jsdoc-type.ts";
import { findType, type TypeContext } from "../syntax/scope.ts";
import { codeOf, Unreadable } from "../types/type-reading.ts";

/** The type of a parameter: what is written at it, else what the function's own annotated place says of it, as in `const greet: (name: string) => string = (name) => …`. Throws Unreadable when that place cannot be read. */
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
  return functionType(declaration.node.typeAnnotation, {
    scope,
    open: [...context.open, declaration],
  });
}
