import type {
  Expression,
  TSEnumDeclaration,
  TSInterfaceDeclaration,
  TSType,
  TSTypeAliasDeclaration,
  TSTypeParameterDeclaration,
  TSTypeReference,
} from "oxc-parser";
import { intersectionSchema } from "../schema/object.ts";
import { readMembers } from "./members.ts";
import { readStandardType } from "./standard-type.ts";
import { readValue } from "./value.ts";
import { scopeWith } from "../syntax/scope-in.ts";
import { findType, type Scope, type TypeContext, type TypeDeclaration } from "../syntax/scope.ts";
import type { JsonSchema } from "../schema/signature.ts";
import { refuse, type ReadType, type TypeReading } from "./type-reading.ts";
import { literalSchema, unionSchema } from "../schema/union.ts";

type Named = Pick<TSTypeReference, "typeArguments" | "start" | "end">;

/** Reads a type by its name: one that the module declares, or one that TypeScript knows everywhere. */
export function readReference(
  reference: TSTypeReference,
  context: TypeContext,
  readType: ReadType,
): TypeReading {
  const { typeName } = reference;
  if (typeName.type === "Identifier") return readName(typeName.name, reference, context, readType);
  return refuse(reference, context, "is not declared in this module");
}

function readName(
  name: string,
  reference: Named,
  context: TypeContext,
  readType: ReadType,
): TypeReading {
  const [declaration, scope] = findType(context.scope, name) ?? [];
  const given = reference.typeArguments?.params ?? [];
  if (!declaration || !scope) {
    const schema = readStandardType(name, given, context, readType);
    return schema
      ? { schema, optional: false }
      : refuse(reference, context, "is not declared in this module and has no JSON Schema");
  }
  if (context.open.includes(declaration)) return refuse(reference, context, "refers to itself");
  const open = [...context.open, declaration];
  switch (declaration.type) {
    case "alias": {
      const inner = withArguments(declaration.node, given, scope, context, reference);
      return readType(declaration.node.typeAnnotation, { ...context, scope: inner, open });
    }
    case "interface": {
      const parts = declaration.parts.flatMap((part) => {
        const inner = withArguments(part, given, scope, context, reference);
        return readInterface(part, { ...context, scope: inner, open }, readType);
      });
      return { schema: intersectionSchema(parts), optional: false };
    }
    case "enum":
      return { schema: readEnum(declaration.node, scope, context), optional: false };
    case "argument":
      return readType(declaration.node, { ...declaration.context, hidden: context.hidden });
    case "unreadable":
      return refuse(reference, context, declaration.reason);
  }
}

/** What an interface inherits, then what it says itself. */
function readInterface(
  node: TSInterfaceDeclaration,
  context: TypeContext,
  readType: ReadType,
): JsonSchema[] {
  const inherited = node.extends.map((heritage) => {
    const { expression } = heritage;
    if (expression.type !== "Identifier")
      return refuse(heritage, context, "is not declared in this module");
    return readName(expression.name, heritage, context, readType).schema;
  });
  return [...inherited, readMembers(node.body.body, context, readType)];
}

/** The scope of a generic type's declaration, in which its parameters stand for the given types. */
function withArguments(
  node: (TSTypeAliasDeclaration | TSInterfaceDeclaration) & {
    readonly typeParameters: TSTypeParameterDeclaration | null;
  },
  given: readonly TSType[],
  scope: Scope,
  context: TypeContext,
  reference: Named,
): Scope {
  if (!node.typeParameters) return scope;
  const types = new Map<string, TypeDeclaration>();
  const inner = scopeWith(types, scope.source, scope);
  for (const [place, parameter] of node.typeParameters.params.entries()) {
    const argument = given[place];
    const type = argument ?? parameter.default;
    if (!type) return refuse(reference, context, `needs a type for ${parameter.name.name}`);
    const from = argument ? context : { ...context, scope: inner };
    types.set(parameter.name.name, { type: "argument", node: type, context: from });
  }
  return inner;
}

function readEnum(node: TSEnumDeclaration, scope: Scope, context: TypeContext): JsonSchema {
  let next = 0;
  const members = node.body.members.map(({ initializer }) => {
    const schema = initializer ? enumValue(initializer, scope) : literalSchema(next);
    const [value] = (schema?.["enum"] ?? []) as readonly unknown[];
    if (typeof value === "number") next = value + 1;
    return schema ?? refuse(node.id, context, "is an enum whose values are computed");
  });
  return unionSchema(members);
}

function enumValue(initializer: Expression, scope: Scope): JsonSchema | undefined {
  const schema = readValue(initializer, scope, true);
  return schema && "enum" in schema ? schema : undefined;
}
