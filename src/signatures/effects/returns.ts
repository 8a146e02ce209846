import type { Node } from "oxc-parser";
import type { PlacedExpression } from "../syntax/constants.ts";
import type { Scope } from "../syntax/declarations.ts";
import { eachChild, isFunction, type AnyFunction } from "../syntax/nodes.ts";
import { scopeIn } from "../syntax/scope.ts";

/** The expressions whose values a function may return. */
export interface Returns {
  readonly values: readonly PlacedExpression[];
  /** Whether it may return nothing. */
  readonly mayReturnNothing: boolean;
}

/** What a function returns that is declared in `scope`. */
export function readReturns(node: AnyFunction, scope: Scope): Returns {
  const { body } = node;
  const inner = scopeIn(node, scope);
  if (body === null) return { values: [], mayReturnNothing: true };
  if (body.type !== "BlockStatement")
    return { values: [{ expression: body, scope: inner }], mayReturnNothing: false };
  const values: PlacedExpression[] = [];
  let mayReturnNothing = !ends(body.body.at(-1));
  visit(body, inner);
  return { values, mayReturnNothing };

  function visit(at: Node, around: Scope): void {
    if (isFunction(at) || at.type === "ClassDeclaration" || at.type === "ClassExpression") return;
    if (at.type === "ReturnStatement") {
      if (at.argument) values.push({ expression: at.argument, scope: around });
      else mayReturnNothing = true;
      return;
    }
    const own = scopeIn(at, around);
    eachChild(at, (child) => visit(child, own));
  }
}

/** Whether the code after a statement is never reached. */
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
