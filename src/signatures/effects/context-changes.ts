import type { Expression, Node } from "oxc-parser";
import { constantOf, isNamed, propertiesOf, unwrapped } from "../syntax/constants.ts";
import type { Scope } from "../syntax/declarations.ts";
import { eachChild, isNamedFunction, propertyName, type AnyFunction } from "../syntax/nodes.ts";
import { scopeIn } from "../syntax/scope.ts";
import type { Keys } from "./context-keys.ts";

/** Finds the keys of `contextVariables` in the Results that a function makes. */
export function readContextChanges(node: AnyFunction, around: Scope): Keys {
  const keys = new Set<string>();
  let more = false;
  if (node.body && makesResults(node)) visit(node.body, scopeIn(node, around));
  return { keys: [...keys].sort(), more };

  function makesResults({ start, end }: Node): boolean {
    return /\bResult\b/.test(around.source.text.slice(start, end));
  }

  function visit(at: Node, scope: Scope): void {
    const own = scopeIn(at, scope);
    if (at.type === "NewExpression" && isNamed(at.callee, "Result")) {
      const options = propertiesOf(at.arguments[0], own);
      const changes = options?.known.get("contextVariables");
      if (options === undefined || options.others) more = true;
      if (changes !== undefined) take(changes.expression, changes.scope);
    }
    eachChild(at, (child) => {
      if (!isNamedFunction(at, child)) visit(child, own);
      else if (makesResults(child)) more = true;
    });
  }

  function take(expression: Expression, scope: Scope): void {
    const value = unwrapped(expression);
    if (value.type === "ObjectExpression") {
      for (const property of value.properties) {
        const name = propertyName(property);
        if (name !== undefined) keys.add(name);
        else if (property.type === "SpreadElement") takeSpread(property.argument, scope);
        else more = true;
      }
      return;
    }
    if (value.type === "ConditionalExpression") {
      take(value.consequent, scope);
      take(value.alternate, scope);
      return;
    }
    if (value.type === "Identifier" && value.name === "undefined") return;
    const meant = constantOf(value, scope);
    for (const { expression: constant, scope: own } of meant ?? [])
      if (unwrapped(constant).type === "ObjectExpression") take(constant, own);
    // Code elsewhere may add keys to a value that has a name.
    more = true;
  }

  function takeSpread(expression: Expression, scope: Scope): void {
    // A copy of the variables does not change them.
    if (isNamed(expression, "contextVariables")) return;
    const value = unwrapped(expression);
    // …(condition && { key }) and …(condition ? { key } : {})
    if (value.type === "LogicalExpression" && value.operator === "&&") take(value.right, scope);
    else take(value, scope);
  }
}
