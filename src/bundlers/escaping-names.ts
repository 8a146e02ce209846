import type { Node, Program } from "oxc-parser";
import { eachChild, isNode } from "../signatures/syntax/nodes.ts";

/** The names whose values a module hands on: it uses them otherwise than by a call, or exports them. */
export function escapingNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  visit(program);
  return names;

  function visit(node: Node): void {
    if (node.type === "ExportNamedDeclaration" && node.declaration) {
      const { declaration } = node;
      const declared = "declarations" in declaration ? declaration.declarations : [declaration];
      for (const { id } of declared as readonly { readonly id?: unknown }[])
        if (isNode(id) && id.type === "Identifier") names.add(id.name);
    }
    eachChild(node, (child) => {
      if (child.type !== "Identifier") visit(child);
      else if (!isMention(node, child)) names.add(child.name);
    });
  }
}

/** Whether a name is only declared there, called, or the name of a property. */
function isMention(parent: Node, child: Node): boolean {
  switch (parent.type) {
    case "CallExpression":
      return child === parent.callee;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ClassDeclaration":
    case "ClassExpression":
    case "VariableDeclarator":
      return child === parent.id;
    case "MemberExpression":
      return child === parent.property && !parent.computed;
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return child === parent.key && !parent.computed && child !== parent.value;
    default:
      return false;
  }
}
