import type {
  Directive,
  Node,
  Statement,
  TSInterfaceDeclaration,
  TSType,
  TSTypeAliasDeclaration,
  VariableDeclarator,
} from "oxc-parser";
import {
  declarationsOf,
  namesBound,
  type Declarations,
  type Scope,
  type TypeContext,
  type TypeDeclaration,
  type ValueDeclaration,
} from "./declarations.ts";
import type { Source } from "./source.ts";

/** The scope within a list of statements. */
export function scopeOf(
  statements: readonly (Directive | Statement)[],
  source: Source,
  parent?: Scope,
): Scope {
  return lazyScope(() => declarationsOf(statements), source, parent);
}

/** A scope that declares these types and nothing else. */
export function scopeWith(
  types: Map<string, TypeDeclaration>,
  source: Source,
  parent: Scope,
): Scope {
  return lazyScope(() => ({ types, values: new Map() }), source, parent);
}

/** The scope of a type's declaration with its parameters bound; the name of a parameter for which no type is given. */
export function withTypeArguments(
  { typeParameters }: TSTypeAliasDeclaration | TSInterfaceDeclaration,
  given: readonly TSType[],
  scope: Scope,
  context: TypeContext,
): Scope | string {
  if (!typeParameters) return scope;
  const types = new Map<string, TypeDeclaration>();
  const inner = scopeWith(types, scope.source, scope);
  for (const [place, parameter] of typeParameters.params.entries()) {
    const argument = given[place];
    const node = argument ?? parameter.default;
    const { name } = parameter.name;
    if (!node) return name;
    const from = argument ? context : { ...context, scope: inner };
    types.set(name, { type: "argument", node, context: from });
  }
  return inner;
}

/** The scope within a node: the one around it, unless the node declares something. */
export function scopeIn(node: Node, around: Scope): Scope {
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock":
      return scopeOf(node.body, around.source, around);
    case "SwitchStatement":
      return scopeOf(
        node.cases.flatMap(({ consequent }) => consequent),
        around.source,
        around,
      );
    case "ForStatement":
      return bound([node.init]);
    case "ForInStatement":
    case "ForOfStatement":
      return bound([node.left]);
    case "CatchClause":
      return bound([node.param]);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return node.params.length > 0 || node.typeParameters
        ? bound(node.params, node.typeParameters?.params)
        : around;
    case "ClassDeclaration":
    case "ClassExpression":
      return node.typeParameters ? bound([], node.typeParameters.params) : around;
    default:
      return around;
  }

  function bound(...patterns: Parameters<typeof namesBound>): Scope {
    return lazyScope(() => namesBound(...patterns), around.source, around);
  }
}

function lazyScope(collect: () => Declarations, source: Source, parent: Scope | undefined): Scope {
  let collected: Declarations | undefined;
  return { source, parent, declarations: () => (collected ??= collect()) };
}

/** The declaration of a type, and the scope in which it is declared. */
export function findType(scope: Scope, name: string): [TypeDeclaration, Scope] | undefined {
  return find(scope, ({ types }) => types.get(name));
}

/** The declaration of a value, and the scope in which it is declared. */
export function findValue(scope: Scope, name: string): [ValueDeclaration, Scope] | undefined {
  return find(scope, ({ values }) => values.get(name));
}

function find<Found>(
  scope: Scope,
  get: (declarations: Declarations) => Found | undefined,
): [Found, Scope] | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = get(at.declarations());
    if (found) return [found, at];
  }
  return undefined;
}

/** The declaration of a constant, and the scope in which it is declared; undefined if the name means anything else. */
export function findConstant(scope: Scope, name: string): [VariableDeclarator, Scope] | undefined {
  const [declaration, at] = findValue(scope, name) ?? [];
  return declaration?.type === "constant" && at ? [declaration.node, at] : undefined;
}
