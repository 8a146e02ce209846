import type {
  ArrowFunctionExpression,
  Function as FunctionNode,
  Node,
  Expression,
  PropertyKey,
} from "oxc-parser";

/** A function, of whatever spelling. */
export type AnyFunction = FunctionNode | ArrowFunctionExpression;

/** Parts of a syntax node in which nothing happens: types. */
export const TYPES = new Set([
  "typeAnnotation",
  "returnType",
  "typeParameters",
  "typeArguments",
  "superTypeArguments",
  "implements",
]);

/** Visits the nodes that a node is made of, types left out. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
  const parts = node as unknown as Readonly<Record<string, unknown>>;
  for (const name in parts) {
    const part = parts[name];
    if (typeof part !== "object" || part === null || TYPES.has(name)) continue;
    if (Array.isArray(part)) {
      for (const each of part as unknown[]) if (isNode(each)) visit(each);
    } else if (isNode(part)) visit(part);
  }
}

/** The functions within a function that have a name of their own, by declaration, constant or property: they are called by others, or not at all. */
export function isNamedFunction(parent: Node, child: Node): boolean {
  if (!isFunction(child)) return false;
  return (
    child.type === "FunctionDeclaration" ||
    parent.type === "VariableDeclarator" ||
    parent.type === "Property" ||
    parent.type === "MethodDefinition" ||
    parent.type === "PropertyDefinition" ||
    parent.type === "AssignmentExpression"
  );
}

/** Whether a node is a function. */
export function isFunction(node: Node): node is AnyFunction {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}

/** Whether a part of a syntax node is one itself. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The name that a property's key spells out; undefined for a private or a computed one. */
export function propertyName(property: {
  readonly key: PropertyKey | Expression;
  readonly computed: boolean;
}): string | undefined {
  const { key, computed } = property;
  if (key.type === "Literal") return String(key.value);
  return key.type === "Identifier" && !computed ? key.name : undefined;
}
