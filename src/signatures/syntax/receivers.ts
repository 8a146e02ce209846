import type { Node, Program } from "oxc-parser";
import { unwrapped } from "./constants.ts";
import { eachChild, isFunction, type AnyFunction } from "./nodes.ts";

/** The object that a function reads through `this`, which it lacks when it is handed over alone. */
export interface Receiver {
  /** An instance of a class, a class itself, an object literal; undefined if it shows nowhere. */
  readonly kind: "instance" | "class" | "object" | undefined;
  /** The name of the class, or of the constant that holds the object. */
  readonly name: string | undefined;
}

const UNKNOWN: Receiver = { kind: undefined, name: undefined };

/** The receivers of those functions of a program that read theirs. */
export function receiversIn(program: Program): (fn: AnyFunction) => Receiver | undefined {
  let owners: ReadonlyMap<AnyFunction, Receiver> | undefined;
  return (fn) => {
    if (!readsThis(fn)) return undefined;
    owners ??= ownersIn(program);
    return owners.get(fn) ?? UNKNOWN;
  };
}

/** Whether a function fails, or finds nothing, without the object whose method it is. */
function readsThis(fn: AnyFunction): boolean {
  return fn.type !== "ArrowFunctionExpression" && partReadsThis(fn);
}

function partReadsThis(node: Node): boolean {
  // That it is handed on proves nothing: compilers do so in every async function.
  if (node.type === "MemberExpression" && isThis(node.object) && !node.optional) return true;
  if (node.type === "NewExpression" && isThis(node.callee)) return true;
  if (node.type === "VariableDeclarator" && node.init && isThis(node.init)) return true;
  let found = false;
  eachChild(node, (child) => {
    const ownThis = child.type === "ClassBody" || (isFunction(child) && !isArrow(child));
    found ||= !ownThis && partReadsThis(child);
  });
  return found;
}

function isArrow({ type }: AnyFunction): boolean {
  return type === "ArrowFunctionExpression";
}

function isThis(node: Node): boolean {
  return node.type === "ThisExpression" || node.type === "Super";
}

function ownersIn(program: Program): ReadonlyMap<AnyFunction, Receiver> {
  const owners = new Map<AnyFunction, Receiver>();
  visit(program, undefined);
  return owners;

  /** `constant` is the constant whose value the node is. */
  function visit(node: Node, constant: string | undefined): void {
    if (node.type === "ClassDeclaration" || node.type === "ClassExpression")
      for (const member of node.body.body) {
        if (member.type !== "MethodDefinition" && member.type !== "PropertyDefinition") continue;
        const { value, static: isStatic } = member;
        const name = node.id?.name ?? constant;
        if (value && isFunction(value))
          owners.set(value, { kind: isStatic ? "class" : "instance", name });
      }
    if (node.type === "ObjectExpression")
      for (const property of node.properties)
        if (property.type === "Property" && isFunction(property.value))
          owners.set(property.value, { kind: "object", name: constant });
    const declared =
      node.type === "VariableDeclarator" && node.id.type === "Identifier" ? node : undefined;
    const value = declared?.init && unwrapped(declared.init);
    if (value && declared.id.type === "Identifier") visit(value, declared.id.name);
    else eachChild(node, (child) => visit(child, undefined));
  }
}
