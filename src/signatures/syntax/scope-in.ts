import type { Directive, Node, Statement } from "oxc-parser";
import { declarationsOf, namesBound } from "./declarations.ts";
import type { Declarations, Scope, TypeDeclaration } from "./scope.ts";
import type { Source } from "./source.ts";

/** The scope within a list of statements. */
export function scopeOf(
  statements: readonly (Directive | Statement)[],
  source: Source,
  parent?: Scope,
): Scope {
  return lazily(() => declarationsOf(statements), source, parent);
}

/** A scope that has these types and nothing else. */
export function scopeWith(
  types: ReadonlyMap<string, TypeDeclaration>,
  source: Source,
  parent: Scope,
): Scope {
  const declarations = { types, values: new Map() };
  return { source, parent, declarations: () => declarations };
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
    return lazily(() => namesBound(...patterns), around.source, around);
  }
}

function lazily(gathering: () => Declarations, source: Source, parent: Scope | undefined): Scope {
  let gathered: Declarations | undefined;
  return { source, parent, declarations: () => (gathered ??= gathering()) };
}
