import type { Node, Program } from "oxc-parser";
import { eachChild, propertyName } from "./nodes.ts";

/** A method that decorators stand on. */
export interface DecoratedMethod {
  readonly name: string;
  /** The name of its class; undefined if it has none. */
  readonly owner: string | undefined;
  readonly kind: "instance" | "class";
}

/** The decorated method whose function starts at an offset, unless only its class can name it. */
export function decoratedMethodAt(program: Program, start: number): DecoratedMethod | undefined {
  let found: DecoratedMethod | undefined;
  visit(program);
  return found;

  function visit(node: Node): void {
    if (node.type === "ClassDeclaration" || node.type === "ClassExpression")
      for (const member of node.body.body) {
        if (member.type !== "MethodDefinition" && member.type !== "PropertyDefinition") continue;
        const name = propertyName(member);
        if (member.value?.start !== start || member.decorators.length === 0 || name === undefined)
          continue;
        found = { name, owner: node.id?.name, kind: member.static ? "class" : "instance" };
      }
    if (!found) eachChild(node, visit);
  }
}
