import type {
  Directive,
  Node,
  Statement,
  TSTypeAliasDeclaration,
  VariableDeclarator,
} from "oxc-parser";
import {
  declarationsOf,
  namesBound,
  type Declarations,
  type Scope,
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
      return node.params.length > 0 ? bound(node.params) : around;
    default:
      return around;
  }

  function bound(patterns: readonly unknown[]): Scope {
    return lazyScope(() => namesBound(patterns), around.source, around);
  }
}

function lazyScope(collect: () => Declarations, source: Source, parent: Scope | undefined): Scope {
  let collected: Declarations | undefined;
  return { source, parent, declarations: () => (collected ??= collect()) };
}

/** The declaration of an alias of a type, and the scope in which it is declared. */
export function findAlias(scope: Scope, name: string): [TSTypeAliasDeclaration, Scope] | undefined {
  return find(scope, ({ aliases }) => aliases.get(name));
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
