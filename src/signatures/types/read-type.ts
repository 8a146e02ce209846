import type {
  TSIndexedAccessType,
  TSInterfaceDeclaration,
  TSPropertySignature,
  TSSignature,
  TSTupleElement,
  TSTupleType,
  TSType,
  TSTypeOperator,
  TSTypeQuery,
  TSTypeReference,
  TSUnionType,
} from "oxc-parser";
import { datesAreClear } from "../schema/call-arguments.ts";
import {
  arraySchema,
  documented,
  elementsOf,
  intersectionSchema,
  literalSchema,
  literalsOf,
  objectSchema,
  propertiesOf,
  requiredOf,
  tupleSchema,
  unionSchema,
} from "../schema/schema.ts";
import type { JsonSchema } from "../schema/signature.ts";
import type { TypeContext } from "../syntax/declarations.ts";
import { propertyName } from "../syntax/nodes.ts";
import { findConstant, findType, withTypeArguments } from "../syntax/scope.ts";
import { standardSchema, type TypeArgument } from "./standard-type.ts";
import { refuse, within } from "./unreadable.ts";
import { isAsConst, keysOfConstant, readEnum, readValue } from "./value.ts";

export interface TypeReading {
  readonly schema: JsonSchema;
  /** Whether `undefined` is among its values, which makes a property or parameter optional. */
  readonly optional: boolean;
}

/** Reads a type of TypeScript or JSDoc. Throws Unreadable if it has no JSON Schema, or leads out of the module. */
export function readType(type: TSType, context: TypeContext): TypeReading {
  switch (type.type) {
    case "TSParenthesizedType":
    case "TSJSDocNonNullableType":
      return readType(type.typeAnnotation, context);
    case "TSTypeReference":
      if (type.typeName.type === "Identifier") return readName(type.typeName.name, type, context);
      return refuse(type, context, "is not declared in this module");
    case "TSUnionType":
      return readUnion(type, context);
    case "TSUndefinedKeyword":
      return { schema: { not: {} }, optional: true };
    case "TSIndexedAccessType":
      return readIndexedAccess(type, context);
    default:
      return { schema: readSchema(type, context), optional: false };
  }
}

function readSchema(type: TSType, context: TypeContext): JsonSchema {
  switch (type.type) {
    case "TSStringKeyword":
    case "TSNumberKeyword":
    case "TSBooleanKeyword":
    case "TSNullKeyword":
    case "TSObjectKeyword":
      return { type: type.type.slice(2, -"Keyword".length).toLowerCase() };
    case "TSAnyKeyword":
    case "TSUnknownKeyword":
    case "TSJSDocUnknownType":
      return {};
    case "TSJSDocNullableType":
      return unionSchema([readType(type.typeAnnotation, context).schema, { type: "null" }]);
    case "TSArrayType":
      return arraySchema([readPart(type.elementType, context)]);
    case "TSTupleType":
      return readTuple(type, context);
    case "TSTypeLiteral":
      return readMembers(type.members, context);
    case "TSIntersectionType":
      return intersectionSchema(type.types.map((part) => readObject(part, context)));
    case "TSTypeOperator":
      if (type.operator === "readonly") return readType(type.typeAnnotation, context).schema;
      if (type.operator === "keyof") return readKeyof(type, context);
      break;
    case "TSTypeQuery":
      return readTypeof(type, context);
    case "TSLiteralType": {
      const schema = readValue(type.literal, context.scope, true);
      if (schema && "enum" in schema) return schema;
      break;
    }
    case "TSFunctionType":
    case "TSConstructorType":
      return refuse(type, context, "is a function, which has no JSON Schema");
  }
  return refuse(type, context, "has no JSON Schema");
}

/** The schema of an element or member. JSON has no `undefined` there, so it is ignored. */
function readPart(type: TSType, context: TypeContext): JsonSchema {
  return readType(type, { ...context, hidden: undefined }).schema;
}

function readObject(type: TSType, context: TypeContext): JsonSchema {
  const { schema } = readType(type, context);
  return schema["type"] === "object" ? schema : refuse(type, context, "is not an object type");
}

function readUnion(union: TSUnionType, context: TypeContext): TypeReading {
  const members = union.types.map((member) => readType(member, context));
  const present = members.map((member) => member.schema).filter((schema) => !("not" in schema));
  const schema = present.length > 0 ? unionSchema(present) : { not: {} };
  if (!datesAreClear(schema))
    refuse(union, context, "does not tell Dates apart: in JSON they are strings");
  return { schema, optional: members.some((member) => member.optional) };
}

function readTuple(tuple: TSTupleType, context: TypeContext): JsonSchema {
  const places: JsonSchema[] = [];
  let needed = 0;
  let rest: JsonSchema | undefined;
  for (const element of tuple.elementTypes) {
    const place = readPlace(element);
    const schema = readPart(place.type, context);
    if (place.rest) rest = (schema["items"] ?? {}) as JsonSchema;
    else if (rest) refuse(tuple, context, "has elements after its rest");
    else places.push(schema);
    if (!place.rest && !place.optional) needed = places.length;
  }
  return tupleSchema(places, needed, rest);
}

function readPlace(element: TSTupleElement): { type: TSType; optional: boolean; rest: boolean } {
  switch (element.type) {
    case "TSOptionalType":
      return { type: element.typeAnnotation, optional: true, rest: false };
    case "TSRestType":
      return { ...readPlace(element.typeAnnotation), optional: true, rest: true };
    case "TSNamedTupleMember": {
      const inner = readPlace(element.elementType);
      return { ...inner, optional: inner.optional || element.optional };
    }
    default:
      return { type: element, optional: false, rest: false };
  }
}

/** The schema of an object with these members; a JSDoc before a property becomes its description. */
function readMembers(members: readonly TSSignature[], context: TypeContext): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  const required = new Set<string>();
  let additional: JsonSchema | undefined;
  for (const member of members) {
    if (member.type === "TSIndexSignature") {
      additional = readPart(member.typeAnnotation.typeAnnotation, context);
      continue;
    }
    const name = propertyName(member);
    if (name !== undefined && name === context.hidden) continue;
    if (member.type !== "TSPropertySignature")
      return within(name ?? "()", () =>
        refuse(member, context, "is a function, which has no JSON Schema"),
      );
    if (name === undefined) return refuse(member, context, "is a property with a computed name");
    const { schema, optional } = within(name, () => readProperty(member, context));
    properties.set(name, schema);
    if (!optional) required.add(name);
  }
  return objectSchema(properties, required, additional);
}

function readProperty(property: TSPropertySignature, context: TypeContext): TypeReading {
  const type = property.typeAnnotation?.typeAnnotation;
  const read = type
    ? readType(type, { ...context, hidden: undefined })
    : { schema: {}, optional: false };
  return {
    schema: documented(read.schema, context.scope.source.documentation(property.start)),
    optional: read.optional || property.optional,
  };
}

type Reference = Pick<TSTypeReference, "typeArguments" | "start" | "end">;

/** Reads a type that the module declares, or that TypeScript knows everywhere. */
function readName(name: string, reference: Reference, context: TypeContext): TypeReading {
  const [declaration, scope] = findType(context.scope, name) ?? [];
  const given = reference.typeArguments?.params ?? [];
  if (!declaration || !scope) {
    const schema = standardSchema(
      name,
      given.map((type) => argument(type, context)),
    );
    return schema
      ? { schema, optional: false }
      : refuse(reference, context, "is not declared in this module and has no JSON Schema");
  }
  if (context.open.includes(declaration)) return refuse(reference, context, "refers to itself");
  const inside = (node: Parameters<typeof withTypeArguments>[0]): TypeContext => {
    const inner = withTypeArguments(node, given, scope, context);
    if (typeof inner === "string") return refuse(reference, context, `needs a type for ${inner}`);
    return { ...context, scope: inner, open: [...context.open, declaration] };
  };
  switch (declaration.type) {
    case "alias":
      return readType(declaration.node.typeAnnotation, inside(declaration.node));
    case "interface": {
      const parts = declaration.parts.flatMap((part) => readInterface(part, inside(part)));
      return { schema: intersectionSchema(parts), optional: false };
    }
    case "enum": {
      const schema = readEnum(declaration.node, scope);
      return schema
        ? { schema, optional: false }
        : refuse(declaration.node.id, context, "is an enum whose values are computed");
    }
    case "argument":
      return readType(declaration.node, { ...declaration.context, hidden: context.hidden });
    case "unreadable":
      return refuse(reference, context, declaration.reason);
  }
}

function argument(type: TSType, context: TypeContext): TypeArgument {
  return {
    whole: () => readType(type, context).schema,
    part: () => readPart(type, context),
    object: () => readObject(type, context),
    refuse: (clause) => refuse(type, context, clause),
  };
}

/** What an interface inherits, then its own members. */
function readInterface(node: TSInterfaceDeclaration, context: TypeContext): JsonSchema[] {
  const inherited = node.extends.map((heritage) => {
    const { expression } = heritage;
    if (expression.type !== "Identifier")
      return refuse(heritage, context, "is not declared in this module");
    return readName(expression.name, heritage, context).schema;
  });
  return [...inherited, readMembers(node.body.body, context)];
}

/** `typeof name` of a constant of the module. */
function readTypeof(query: TSTypeQuery, context: TypeContext): JsonSchema {
  const { exprName } = query;
  const [declarator, scope] =
    (exprName.type === "Identifier" && findConstant(context.scope, exprName.name)) || [];
  if (!declarator || !scope) return refuse(query, context, "is not of a constant of this module");
  const annotation = declarator.id.typeAnnotation?.typeAnnotation;
  if (annotation) return readType(annotation, { ...context, scope }).schema;
  const { init } = declarator;
  const primitive = init?.type === "Literal" || init?.type === "UnaryExpression";
  const schema = init && readValue(init, scope, primitive || isAsConst(init));
  return schema ?? refuse(query, context, "is of a constant whose value is not written out");
}

/** `keyof T` of an object type or of `typeof` a constant object. */
function readKeyof(operator: TSTypeOperator, context: TypeContext): JsonSchema {
  const keys = keysOfConstant(operator.typeAnnotation, context.scope) ?? [
    ...propertiesOf(readObject(operator.typeAnnotation, context)).keys(),
  ];
  if (keys.length === 0) return refuse(operator, context, "has no known keys");
  return unionSchema(keys.map((key) => literalSchema(key)));
}

/** `T[number]` of an array, `T["name"]` of an object. */
function readIndexedAccess(access: TSIndexedAccessType, context: TypeContext): TypeReading {
  const { schema: whole } = readType(access.objectType, context);
  const { schema: index } = readType(access.indexType, context);
  if (whole["type"] === "array" && index["type"] === "number" && !("enum" in index))
    return { schema: unionSchema(elementsOf(whole)), optional: false };
  const names = literalsOf(index) ?? [];
  const properties = propertiesOf(whole);
  const found = names.map((name) => properties.get(name)).filter((schema) => schema !== undefined);
  if (found.length === 0 || found.length < names.length)
    return refuse(access, context, "leads to nothing that is known here");
  const required = requiredOf(whole);
  return { schema: unionSchema(found), optional: names.some((name) => !required.has(name)) };
}
