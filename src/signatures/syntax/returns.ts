import type { Expression, Node } from "oxc-parser";
import type { AnyFunction } from "./children.ts";
import { scopeIn } from "./scope-in.ts";
import type { Scope } from "./scope.ts";
import { eachChild, isFunction } from "./children.ts";

/** An expression, with the names that can be seen from it. */
export interface PlacedExpression {
  readonly expression: Expression;
  readonly scope: Scope;
}

/** What a function returns. */
export interface Returns {
  readonly values: readonly PlacedExpression[];
  /** Whether it may return nothing. */
  readonly falls: boolean;
}

/** The expressions whose values a function may return. `scope` are those around it. */
export function readReturns(node: AnyFunction, scope: Scope): Returns {
  const { body } = node;
  const inner = scopeIn(node, scope);
  if (body === null) return { values: [], falls: true };
  if (body.type !== "BlockStatement")
    return { values: [{ expression: body, scope: inner }], falls: false };
  const values: PlacedExpression[] = [];
  let falls = !ends(body.body.at(-1));
  visit(body, inner);
  return { values, falls };

  function visit(at: Node, around: Scope): void {
    if (isFunction(at) || at.type === "ClassDeclaration" || at.type === "ClassExpression") return;
    if (at.type === "ReturnStatement") {
      if (at.argument) values.push({ expression: at.argument, scope: around });
      else falls = true;
      return;
    }
    const own = scopeIn(at, around);
    eachChild(at, (child) => visit(child, own));
  }
}

/** Whether nothing after a statement is reached. */
function ends(statement: Node | undefined): boolean {
  switch (statement?.type) {
    case "ReturnStatement":
    case "ThrowStatement":
      return true;
    case "BlockStatement":
      return ends(statement.body.at(-1));
    case "IfStatement":
      return ends(statement.consequent) && ends(statement.alternate ?? undefined);
    case "TryStatement":
      return (
        ends(statement.finalizer ?? undefined) ||
        (ends(statement.block) && (statement.handler === null || ends(statement.handler.body)))
      );
    case "SwitchStatement":
      return (
        statement.cases.some(({ test }) => test === null) &&
        ends(statement.cases.at(-1)?.consequent.at(-1))
      );
    default:
      return false;
  }
}
