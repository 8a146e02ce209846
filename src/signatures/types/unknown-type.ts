import {
  isIdentifier,
  isImportDeclaration,
  isImportSpecifier,
  isIndexedAccessTypeNode,
  isTypeQueryNode,
  isTypeReferenceNode,
  type Node,
  type TypeNode,
} from "typescript/unstable/ast";
import { SymbolFlags } from "typescript/unstable/sync";
import type { CheckedModule } from "./checker.ts";
import { quoted, Unreadable } from "./unreadable.ts";
import { declarationsOf, type Written } from "./written.ts";

/** Says of a type that the checker does not know what it lacks. Throws Unreadable. */
export function refuseUnknown(written: Written | undefined, module: CheckedModule): never {
  const node = written && unknownPart(written.node, module);
  if (!node) throw new Unreadable("its type cannot be found");
  throw new Unreadable(`${quoted(node.getText())} ${whyUnknown(node, module)}`);
}

/** The innermost part of a type that is not known. */
function unknownPart(node: Node, module: CheckedModule): Node {
  let found: Node | undefined;
  node.forEachChild((child) => {
    if (found) return;
    const type = module.checker.getTypeFromTypeNode(child as TypeNode);
    if ((isTypeReferenceNode(child) || isTypeQueryNode(child)) && type?.isErrorType())
      found = unknownPart(child, module);
  });
  return found ?? node;
}

function whyUnknown(node: Node, module: CheckedModule): string {
  if (isIndexedAccessTypeNode(node)) return "leads to nothing that is known here";
  const name = isTypeReferenceNode(node)
    ? node.typeName
    : isTypeQueryNode(node)
      ? node.exprName
      : undefined;
  const { checker, project } = module;
  if (!name || !isIdentifier(name)) return "cannot be found";
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol) return "cannot be found";
  if (symbol.flags & SymbolFlags.Alias) {
    const specifier = symbol.declarations[0]?.resolve(project);
    const from = specifier && moduleOf(specifier);
    if (!from) return "cannot be found";
    const found = checker.getSymbolAtLocation(from);
    if (!found) return `is imported from ${from.getText()}, which cannot be found`;
    if (specifier && isImportSpecifier(specifier))
      return `is imported from ${from.getText()}, which does not export it`;
  }
  const [declaration] = declarationsOf(symbol, module);
  const needed = declaration?.typeParameters?.find(({ defaultType }) => !defaultType);
  return needed ? `needs a type for ${needed.name.text}` : "cannot be found";
}

/** What an import is from. */
function moduleOf(node: Node): Node | undefined {
  if (isImportDeclaration(node)) return node.moduleSpecifier;
  return node.parent && moduleOf(node.parent);
}
