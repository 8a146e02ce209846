import type { Expression, Node } from "oxc-parser";
import { Bindings } from "./bindings.ts";
import type { AnyFunction } from "./bindings.ts";
import { eachChild, isFunction } from "./children.ts";

/** An expression, with the names that can be seen from it. */
export interface PlacedExpression {
  readonly expression: Expression;
  readonly bindings: Bindings;
}

/** What a function returns. */
export interface Returns {
  readonly values: readonly PlacedExpression[];
  /** Whether it may return nothing. */
  readonly falls: boolean;
}

/** The expressions whose values a function may return. `bindings` are those around it. */
export function readReturns(node: AnyFunction, bindings: Bindings): Returns {
  const { body } = node;
  const inner = Bindings.bound(node.params, bindings);
  if (body === null) return { values: [], falls: true };
  if (body.type !== "BlockStatement")
    return { values: [{ expression: body, bindings: inner }], falls: false };
  const values: PlacedExpression[] = [];
  let falls = !ends(body.body.at(-1));
  visit(body, inner);
  return { values, falls };

  function visit(at: Node, around: Bindings): void {
    if (isFunction(at) || at.type === "ClassDeclaration" || at.type === "ClassExpression") return;
    if (at.type === "ReturnStatement") {
      if (at.argument) values.push({ expression: at.argument, bindings: around });
      else falls = true;
      return;
    }
    const own = bindingsIn(at, around);
    eachChild(at, (child) => visit(child, own));
  }
}

/** The names that can be seen within a node. */
export function bindingsIn(node: Node, around: Bindings): Bindings {
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock":
      return Bindings.of(node.body, around);
    case "SwitchStatement":
      return Bindings.of(
        node.cases.flatMap(({ consequent }) => consequent),
        around,
      );
    case "ForStatement":
      return Bindings.bound([node.init], around);
    case "ForInStatement":
    case "ForOfStatement":
      return Bindings.bound([node.left], around);
    case "CatchClause":
      return Bindings.bound([node.param], around);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return Bindings.bound(node.params, around);
    default:
      return around;
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
