import type {
  ArrayPattern,
  ArrowFunctionExpression,
  BindingIdentifier,
  Expression,
  FormalParameterRest,
  Function as FunctionNode,
  MemberExpression,
  Node,
  ObjectPattern,
  ParamPattern,
  PropertyKey,
} from "oxc-parser";

/** Whether a part of a syntax node is a node itself. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The parts of a syntax node that hold types. */
export const TYPES = new Set([
  "typeAnnotation",
  "returnType",
  "typeParameters",
  "typeArguments",
  "superTypeArguments",
  "implements",
]);

/** Calls `visit` with each node directly within a node, except types. */
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

/** The name of a property or method; undefined for a private or computed one, and for any other node. */
export function propertyName(node: Node): string | undefined {
  return "key" in node && "computed" in node ? nameOf(node.key, node.computed) : undefined;
}

/** The name of the property that an expression reads; undefined if it is private or computed. */
export function memberName({ property, computed }: MemberExpression): string | undefined {
  return nameOf(property, computed);
}

function nameOf(key: PropertyKey, computed: boolean): string | undefined {
  if (key.type === "Literal") return String(key.value);
  return key.type === "Identifier" && !computed ? key.name : undefined;
}

export type AnyFunction = FunctionNode | ArrowFunctionExpression;

export function isFunction(node: Node): node is AnyFunction {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}

/** Whether a child is a function with a name (by declaration, constant or property): it runs only if it is called. */
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

/** A parameter in the source, apart from its default value. */
export interface ParameterNode {
  readonly pattern: BindingIdentifier | ObjectPattern | ArrayPattern | FormalParameterRest;
  /** Its default value. */
  readonly initial: Expression | undefined;
  /** Whether it is written with a question mark. */
  readonly optional: boolean;
}

/** The parameters of a function in order, without TypeScript's `this`. */
export function parametersOf(params: readonly ParamPattern[]): ParameterNode[] {
  return params
    .map(parameterNode)
    .filter(({ pattern }) => pattern.type !== "Identifier" || pattern.name !== "this");
}

function parameterNode(param: ParamPattern): ParameterNode {
  const node = param.type === "TSParameterProperty" ? param.parameter : param;
  if (node.type !== "AssignmentPattern")
    return { pattern: node, initial: undefined, optional: Boolean(node.optional) };
  const pattern = node.left as ParameterNode["pattern"];
  return { pattern, initial: node.right, optional: false };
}

/** Whether a parameter receives the context variables. */
export function isContextVariables({ pattern }: ParameterNode): boolean {
  return pattern.type === "Identifier" && pattern.name === "contextVariables";
}
