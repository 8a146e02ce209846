import {
  isConditionalTypeNode,
  isIdentifier,
  isImportTypeNode,
  isIndexedAccessTypeNode,
  isJSDocNullableType,
  isParenthesizedTypeNode,
  isTypeOperatorNode,
  isTypeQueryNode,
  isTypeReferenceNode,
  isUnionTypeNode,
  SyntaxKind,
  type Node,
  type TypeNode,
  type TypeParameterDeclaration,
} from "typescript/unstable/ast";
import { SymbolFlags, type NodeHandle, type Symbol, type Type } from "typescript/unstable/sync";
import type { CheckedModule } from "./checker.ts";

// The checker sorts the members of unions by their text. A model is told them in the order in which they are written,
// which only the syntax tree still has.

/** A type as it is written somewhere, and what the type parameters that are in sight there stand for. */
export interface Written {
  readonly node: TypeNode;
  readonly parameters: ReadonlyMap<string, Written>;
}

/** A member of a union. */
interface Member {
  readonly type: Type;
  readonly written: Written | undefined;
}

/** Types of TypeScript's library whose members are some of their first argument's. */
const SELECTIONS = new Set(["Readonly", "NonNullable", "Exclude", "Extract"]);

export function written(
  node: TypeNode | undefined,
  parameters: Written["parameters"] = new Map(),
): Written | undefined {
  return node && { node, parameters };
}

/** Whether a declaration is TypeScript's own. */
export function isLibrary({ path }: NodeHandle): boolean {
  return /\/lib\.[\w.]+\.d\.ts$/.test(path);
}

/** The symbol that a type's name means, whatever module it comes from. */
function symbolOf(node: TypeNode, { checker }: CheckedModule): Symbol | undefined {
  const name = isTypeReferenceNode(node)
    ? node.typeName
    : isImportTypeNode(node)
      ? node.qualifier
      : isTypeQueryNode(node)
        ? node.exprName
        : undefined;
  const symbol = name && checker.getSymbolAtLocation(name);
  return symbol && symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

interface Declaration extends Node {
  readonly type?: TypeNode;
  readonly typeParameters?: readonly TypeParameterDeclaration[];
}

/** Where a symbol is declared, in the user's modules and packages. */
export function declarationsOf(symbol: Symbol, { project }: CheckedModule): readonly Declaration[] {
  return symbol.declarations
    .filter((handle) => !isLibrary(handle))
    .flatMap((handle) => handle.resolve(project) ?? []);
}

/** The type that a type stands for when parentheses, aliases and type parameters are followed. */
export function followed(type: Written, module: CheckedModule, depth = 0): Written {
  const { node, parameters } = type;
  const inside = innerOf(node);
  if (depth > 50) return type;
  if (inside) return followed({ node: inside, parameters }, module, depth + 1);
  if (!isTypeReferenceNode(node) && !isImportTypeNode(node)) return type;
  const given = node.typeArguments ?? [];
  if (isTypeReferenceNode(node) && isIdentifier(node.typeName)) {
    const { text } = node.typeName;
    const parameter = parameters.get(text);
    if (parameter) return followed(parameter, module, depth + 1);
    if (SELECTIONS.has(text) && given[0])
      return followed({ node: given[0], parameters }, module, depth + 1);
  }
  const symbol = symbolOf(node, module);
  if (!symbol) return type;
  const [declaration] = declarationsOf(symbol, module);
  if (!declaration) return type;
  const bound = new Map(parameters);
  for (const [place, { name, defaultType }] of (declaration.typeParameters ?? []).entries()) {
    const argument = given[place] ?? defaultType;
    if (argument) bound.set(name.text, { node: argument, parameters });
  }
  if (!(symbol.flags & SymbolFlags.TypeAlias) || !declaration.type)
    return { node, parameters: bound };
  return followed({ node: declaration.type, parameters: bound }, module, depth + 1);
}

function innerOf(node: TypeNode): TypeNode | undefined {
  if (isParenthesizedTypeNode(node)) return node.type;
  if (isTypeOperatorNode(node) && node.operator === SyntaxKind.ReadonlyKeyword) return node.type;
  return undefined;
}

/** Sorts the members of a union as they are written; those that are nowhere to be found come last. */
export function inWrittenOrder(
  members: readonly Type[],
  union: Written | undefined,
  module: CheckedModule,
): readonly Member[] {
  const found = union ? membersOf(union, module) : [];
  const placed = members.map((type) => {
    const at = found.findIndex((member) => isSame(member.type, type));
    return { type, written: found[at]?.written, at: at === -1 ? Infinity : at };
  });
  return placed.toSorted((one, other) => (one.at === other.at ? 0 : one.at - other.at));
}

function isSame(one: Type, other: Type): boolean {
  if (one.id === other.id) return true;
  if (one.isLiteralType() && other.isLiteralType())
    return one.value === other.value && one.flags === other.flags;
  const symbol = one.getSymbol();
  return symbol !== undefined && symbol.id === other.getSymbol()?.id;
}

function membersOf(type: Written, module: CheckedModule): readonly Member[] {
  const { checker } = module;
  const { node, parameters } = followed(type, module);
  const members = (nodes: readonly TypeNode[]) =>
    nodes.flatMap((each) => membersOf({ node: each, parameters }, module));
  if (isUnionTypeNode(node)) return members(node.types);
  if (isJSDocNullableType(node))
    return [...members([node.type as TypeNode]), ...split(checker.getNullType())];
  if (isConditionalTypeNode(node)) return members([node.trueType, node.falseType]);
  if (isTypeQueryNode(node)) {
    const symbol = symbolOf(node, module);
    const declared = symbol && declarationsOf(symbol, module)[0]?.type;
    if (declared) return membersOf({ node: declared, parameters: new Map() }, module);
  }
  const whole = checker.getTypeFromTypeNode(node);
  if (!whole) return [];
  if (isTypeOperatorNode(node) && node.operator === SyntaxKind.KeyOfKeyword) {
    const object = checker.getTypeFromTypeNode(node.type);
    const names = object ? propertiesInOrder(object, module).map(({ name }) => name) : [];
    const rank = ({ type: { value } }: { type: Type & { value?: unknown } }) =>
      names.indexOf(String(value));
    return split(whole).toSorted((one, other) => rank(one) - rank(other));
  }
  if (isIndexedAccessTypeNode(node)) {
    const object = checker.getTypeFromTypeNode(node.objectType);
    if (object && checker.isTupleType(object) && object.isTypeReference())
      return checker.getTypeArguments(object).flatMap(split);
    const index = membersOf({ node: node.indexType, parameters }, module);
    if (object)
      return index.flatMap(({ type: key }) => {
        const symbol = key.isStringLiteralType() && checker.getPropertyOfType(object, key.value);
        if (!symbol) return [];
        const declared = declarationsOf(symbol, module)[0]?.type;
        if (declared) return membersOf({ node: declared, parameters: new Map() }, module);
        const value = checker.getTypeOfSymbol(symbol);
        return value ? split(value) : [];
      });
  }
  return whole.isUnionType() ? split(whole) : [{ type: whole, written: type }];
}

function split(type: Type): readonly Member[] {
  const types = type.isUnionType() ? type.getTypes() : [type];
  return types.map((each) => ({ type: each, written: undefined }));
}

/** The properties of an object type: what it inherits comes first. */
export function propertiesInOrder(type: Type, module: CheckedModule): readonly Symbol[] {
  const properties = module.checker.getPropertiesOfType(type);
  const names = inheritedNames(type, module);
  if (names.length === 0) return properties;
  const rank = ({ name }: Symbol) => {
    const at = names.indexOf(name);
    return at === -1 ? Infinity : at;
  };
  return properties.toSorted((one, other) =>
    rank(one) === rank(other) ? 0 : rank(one) - rank(other),
  );
}

/** The names of what a type inherits, or of what the type inherits that `Pick` or a like of it is made of. */
function inheritedNames(type: Type, module: CheckedModule): readonly string[] {
  const [made] = type.getAliasTypeArguments();
  if (made?.isObjectType() && !type.isClassOrInterface())
    return propertiesInOrder(made, module).map(({ name }) => name);
  return (type.getBaseTypes() ?? []).flatMap((base) =>
    propertiesInOrder(base, module).map(({ name }) => name),
  );
}
