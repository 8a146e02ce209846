import type { TSTupleElement, TSTupleType, TSType, TSUnionType } from "oxc-parser";
import { arraySchema, tupleSchema } from "../schema/array.ts";
import { datesAreClear } from "../schema/dates.ts";
import { intersectionSchema } from "../schema/object.ts";
import { readIndexedAccess, readKeyof, readTypeof } from "./lookup.ts";
import { readMembers } from "./members.ts";
import { readReference } from "./reference.ts";
import type { TypeContext } from "../syntax/scope.ts";
import type { JsonSchema } from "../schema/signature.ts";
import { objectIn, refuse, schemaIn, type TypeReading } from "./type-reading.ts";
import { literalSchema, unionSchema } from "../schema/union.ts";

/** Reads a type as TypeScript writes it, or as JSDoc does. Throws Unreadable when it has no JSON Schema, or leads out of the module. */
export function readType(type: TSType, context: TypeContext): TypeReading {
  switch (type.type) {
    case "TSParenthesizedType":
    case "TSJSDocNonNullableType":
      return readType(type.typeAnnotation, context);
    case "TSTypeReference":
      return readReference(type, context, readType);
    case "TSUnionType":
      return readUnion(type, context);
    case "TSUndefinedKeyword":
      return { schema: { not: {} }, optional: true };
    case "TSIndexedAccessType":
      return readIndexedAccess(type, context, readType);
    default:
      return { schema: readSchema(type, context), optional: false };
  }
}

function readSchema(type: TSType, context: TypeContext): JsonSchema {
  switch (type.type) {
    case "TSStringKeyword":
      return { type: "string" };
    case "TSNumberKeyword":
      return { type: "number" };
    case "TSBooleanKeyword":
      return { type: "boolean" };
    case "TSNullKeyword":
      return { type: "null" };
    case "TSObjectKeyword":
      return { type: "object" };
    case "TSAnyKeyword":
    case "TSUnknownKeyword":
    case "TSJSDocUnknownType":
      return {};
    case "TSJSDocNullableType":
      return unionSchema([readType(type.typeAnnotation, context).schema, { type: "null" }]);
    case "TSArrayType":
      return arraySchema([schemaIn(type.elementType, context, readType)]);
    case "TSTupleType":
      return readTuple(type, context);
    case "TSTypeLiteral":
      return readMembers(type.members, context, readType);
    case "TSIntersectionType":
      return intersectionSchema(type.types.map((part) => objectIn(part, context, readType)));
    case "TSTypeOperator":
      if (type.operator === "readonly") return readType(type.typeAnnotation, context).schema;
      if (type.operator === "keyof") return readKeyof(type, context, readType);
      return refuse(type, context, "has no JSON Schema");
    case "TSTypeQuery":
      return readTypeof(type, context, readType);
    case "TSLiteralType":
      return readLiteral(type, context);
    case "TSFunctionType":
    case "TSConstructorType":
      return refuse(type, context, "is a function, which has no JSON Schema");
    default:
      return refuse(type, context, "has no JSON Schema");
  }
}

function readUnion(union: TSUnionType, context: TypeContext): TypeReading {
  const members = union.types.map((member) => readType(member, context));
  const present = members.map((member) => member.schema).filter((schema) => !("not" in schema));
  const schema = present.length > 0 ? unionSchema(present) : { not: {} };
  if (!datesAreClear(schema))
    refuse(union, context, "leaves open what is a Date: JSON has it as a string");
  return { schema, optional: members.some((member) => member.optional) };
}

function readTuple(tuple: TSTupleType, context: TypeContext): JsonSchema {
  const places: JsonSchema[] = [];
  let needed = 0;
  let rest: JsonSchema | undefined;
  for (const element of tuple.elementTypes) {
    const place = readPlace(element);
    const schema = schemaIn(place.type, context, readType);
    if (place.rest) rest = arrayElement(schema);
    else if (rest) refuse(tuple, context, "has elements after its rest");
    else places.push(schema);
    if (!place.rest && !place.optional) needed = places.length;
  }
  return tupleSchema(places, needed, rest);
}

function arrayElement(array: JsonSchema): JsonSchema {
  return (array["items"] ?? {}) as JsonSchema;
}

function readPlace(element: TSTupleElement): { type: TSType; optional: boolean; rest: boolean } {
  switch (element.type) {
    case "TSOptionalType":
      return { type: element.typeAnnotation, optional: true, rest: false };
    case "TSRestType": {
      const inner = readPlace(element.typeAnnotation);
      return { type: inner.type, optional: true, rest: true };
    }
    case "TSNamedTupleMember": {
      const inner = readPlace(element.elementType);
      return { ...inner, optional: inner.optional || element.optional };
    }
    default:
      return { type: element, optional: false, rest: false };
  }
}

function readLiteral(type: TSType & { type: "TSLiteralType" }, context: TypeContext): JsonSchema {
  const { literal } = type;
  if (literal.type === "UnaryExpression" && literal.argument.type === "Literal")
    return literalSchema(-Number(literal.argument.value));
  if (literal.type === "TemplateLiteral" && literal.expressions.length === 0)
    return literalSchema(literal.quasis[0]?.value.cooked ?? "");
  if (literal.type !== "Literal" || typeof literal.value === "bigint" || literal.value === null)
    return refuse(type, context, "has no JSON Schema");
  return literalSchema(literal.value);
}
