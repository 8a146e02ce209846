import type { Expression } from "oxc-parser";
import { isFunction, type AnyFunction } from "../syntax/children.ts";
import { unwrapped } from "../syntax/constants.ts";
import { findValue, type Scope } from "../syntax/scope.ts";

/** The function of this module that a name stands for, with the scope around it; undefined where it stands for anything else. */
export function functionOf(
  callee: Expression,
  scope: Scope,
): { readonly node: AnyFunction; readonly scope: Scope } | undefined {
  const value = unwrapped(callee);
  const [declaration, outer] = (value.type === "Identifier" && findValue(scope, value.name)) || [];
  if (!declaration || !outer) return undefined;
  if (declaration.type === "function") return { node: declaration.node, scope: outer };
  if (declaration.type !== "constant" || !declaration.node.init) return undefined;
  const node = unwrapped(declaration.node.init);
  return isFunction(node) ? { node, scope: outer } : undefined;
}
