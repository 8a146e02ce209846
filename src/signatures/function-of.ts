import type { Expression } from "oxc-parser";
import type { AnyFunction, Bindings } from "./bindings.ts";
import { unwrapped } from "./constants.ts";

/** The function of this module that a name stands for, with the names around it; undefined where it stands for anything else. */
export function functionOf(
  callee: Expression,
  bindings: Bindings,
): { readonly node: AnyFunction; readonly bindings: Bindings } | undefined {
  const value = unwrapped(callee);
  const binding = value.type === "Identifier" ? bindings.find(value.name) : undefined;
  if (binding?.type === "function") return binding;
  if (binding?.type !== "constant") return undefined;
  const node = unwrapped(binding.init);
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression"
    ? { node, bindings: binding.bindings }
    : undefined;
}
