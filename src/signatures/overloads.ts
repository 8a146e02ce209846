import type { Node } from "oxc-parser";
import type { AnyFunction } from "./children.ts";
import { propertyName } from "./property-name.ts";

/** Where the signatures start that a function or method among these nodes carries out, the last of them first: what documents them documents it. */
export function signaturesBefore(nodes: readonly Node[], at: number): readonly number[] {
  const starts: number[] = [];
  for (let before = at - 1; isSignature(nodes[before], nodes[at]); before -= 1)
    starts.push(nodes[before]?.start ?? 0);
  return starts;
}

function isSignature(before: Node | undefined, node: Node | undefined): boolean {
  const signature = before && named(before);
  return (
    signature?.node.body === null && node !== undefined && signature.name === named(node)?.name
  );
}

/** What a statement or a member of a class declares under a name, where it is a function. */
function named(
  node: Node,
): { readonly name: string | undefined; readonly node: AnyFunction } | undefined {
  switch (node.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return node.declaration ? named(node.declaration) : undefined;
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return { name: node.id?.name, node };
    case "MethodDefinition":
      return { name: propertyName(node), node: node.value };
    default:
      return undefined;
  }
}
