import type { TSIndexedAccessType, TSType, TSTypeOperator, TSTypeQuery } from "oxc-parser";
import { elementsOf } from "../schema/array.ts";
import { propertiesOf, requiredOf } from "../schema/object.ts";
import { isAsConst, readKeys, readValue } from "./value.ts";
import { findConstant, type TypeContext } from "../syntax/scope.ts";
import type { JsonSchema } from "../schema/signature.ts";
import { objectIn, refuse, type ReadType, type TypeReading } from "./type-reading.ts";
import { literalSchema, unionSchema } from "../schema/union.ts";

/** `typeof name`, of a constant of the module. */
export function readTypeof(
  query: TSTypeQuery,
  context: TypeContext,
  readType: ReadType,
): JsonSchema {
  const [declarator, scope] =
    query.exprName.type === "Identifier"
      ? (findConstant(context.scope, query.exprName.name) ?? [])
      : [];
  if (!declarator || !scope) return refuse(query, context, "is of no constant of this module");
  const annotation = declarator.id.typeAnnotation?.typeAnnotation;
  if (annotation) return readType(annotation, { ...context, scope }).schema;
  const { init } = declarator;
  const primitive = init?.type === "Literal" || init?.type === "UnaryExpression";
  const schema = init && readValue(init, scope, primitive || isAsConst(init));
  return schema ?? refuse(query, context, "is of a constant whose value is not written out");
}

/** `keyof T`, of an object type or of `typeof` a constant object. */
export function readKeyof(
  operator: TSTypeOperator,
  context: TypeContext,
  readType: ReadType,
): JsonSchema {
  const keys = keysOfConstant(operator.typeAnnotation, context) ?? [
    ...propertiesOf(objectIn(operator.typeAnnotation, context, readType)).keys(),
  ];
  if (keys.length === 0) return refuse(operator, context, "has no known keys");
  return unionSchema(keys.map((key) => literalSchema(key)));
}

/** `T[number]` of an array, `T["name"]` of an object. */
export function readIndexedAccess(
  access: TSIndexedAccessType,
  context: TypeContext,
  readType: ReadType,
): TypeReading {
  const { schema: whole } = readType(access.objectType, context);
  const { schema: index } = readType(access.indexType, context);
  if (whole["type"] === "array" && index["type"] === "number" && !("enum" in index))
    return { schema: unionSchema(elementsOf(whole)), optional: false };
  const names = (index["enum"] ?? []) as readonly unknown[];
  const properties = propertiesOf(whole);
  const found = names.map((name) => properties.get(String(name)));
  if (found.length === 0 || found.includes(undefined))
    return refuse(access, context, "leads to nothing that is known here");
  return {
    schema: unionSchema(found.filter((schema) => schema !== undefined)),
    optional: names.some((name) => !requiredOf(whole).has(String(name))),
  };
}

function keysOfConstant(type: TSType, context: TypeContext): readonly string[] | undefined {
  if (type.type === "TSParenthesizedType") return keysOfConstant(type.typeAnnotation, context);
  if (type.type !== "TSTypeQuery" || type.exprName.type !== "Identifier") return undefined;
  const [declarator, scope] = findConstant(context.scope, type.exprName.name) ?? [];
  if (!declarator?.init || !scope || declarator.id.typeAnnotation) return undefined;
  return readKeys(declarator.init, scope);
}
