import type { Node, TSType } from "oxc-parser";
import { isNode, TYPES, propertyName } from "./children.ts";
import type { AnyFunction } from "./children.ts";
import type { JsDoc } from "./jsdoc.ts";
import { scopeIn, scopeOf } from "./scope-in.ts";
import type { Scope } from "./scope.ts";
import type { Source } from "./source.ts";

/** A function in the source, with what its place says of it. */
interface FoundFunction {
  readonly node: AnyFunction;
  readonly scope: Scope;
  readonly doc: JsDoc | undefined;
  /** The type that is written where the function stands, such as a variable's. */
  readonly expected: TSType | undefined;
}

/** What is known of the place of a node. */
interface Place {
  readonly scope: Scope;
  /** Where the statements and properties start whose JSDoc is the node's own, outermost first. */
  readonly starts: readonly number[];
  readonly expected: TSType | undefined;
  /** Whether it is handed to a call. A function without a name is no tool there. */
  readonly argument: boolean;
}

/** Under which name a node holds what its JSDoc speaks of. */
const documented = new Map([
  ["ExportNamedDeclaration", "declaration"],
  ["ExportDefaultDeclaration", "declaration"],
  ["VariableDeclaration", "declarations"],
  ["VariableDeclarator", "init"],
  ["ExpressionStatement", "expression"],
  ["AssignmentExpression", "right"],
  ["ReturnStatement", "argument"],
  ["Property", "value"],
  ["PropertyDefinition", "value"],
  ["MethodDefinition", "value"],
  ["ParenthesizedExpression", "expression"],
  ["TSAsExpression", "expression"],
  ["TSSatisfiesExpression", "expression"],
  ["TSNonNullExpression", "expression"],
]);

/** Parts in which no function is looked for: types, and computed names, which stand in the text of the method that they name. */
const passedOver = new Set([...TYPES, "key"]);

/** A function's place is kept for it until it is known whether it is among them. */
type Found = (FoundFunction | undefined)[];

/** The functions of a module that can be tools: all but those without a name that are handed to a call and neither annotated nor documented. A function stands before those that it contains, and is there if one of them is. */
export function findFunctions(
  program: Node & { readonly type: "Program" },
  source: Source,
): FoundFunction[] {
  const found: Found = [];
  visitParts(program, within(scopeOf(program.body, source)), found);
  return found.filter((each) => each !== undefined);
}

function visit(node: Node, place: Place, found: Found): void {
  switch (node.type) {
    case "Identifier":
    case "Literal":
    case "ImportDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
      return;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return visitFunction(node, place, found);
    default: {
      const scope = scopeIn(node, place.scope);
      return visitParts(node, scope === place.scope ? place : within(scope), found);
    }
  }
}

function visitFunction(
  node: AnyFunction,
  { scope, starts, expected, argument }: Place,
  found: Found,
): void {
  const at = found.push(undefined) - 1;
  visitParts(node, within(scopeIn(node, scope)), found);
  if (!node.body) return;
  const contains = found.findLastIndex((each) => each !== undefined) > at;
  const doc = [...starts, node.start]
    .toReversed()
    .map((start) => scope.source.documentation(start))
    .find((each) => each !== undefined);
  const nameless = argument && node.id === null;
  if (contains || doc || !nameless || node.params.some(isAnnotated))
    found[at] = { node, scope, doc, expected };
}

function visitParts(node: Node, place: Place, found: Found): void {
  const carrier = documented.get(node.type);
  const parts = node as unknown as Readonly<Record<string, unknown>>;
  const plain = place.starts.length === 0 && !place.expected && !place.argument;
  const inner = plain ? place : within(place.scope);
  for (const name in parts) {
    const part = parts[name];
    if (typeof part !== "object" || part === null || passedOver.has(name)) continue;
    if (Array.isArray(part)) {
      const alone = name === carrier && part.length === 1;
      const own = alone ? carried(node, place) : name === "arguments" ? given(inner) : inner;
      const children = part.filter(isNode);
      for (const [at, child] of children.entries()) {
        const signatures = signaturesBefore(children, at);
        visit(child, signatures.length > 0 ? { ...own, starts: signatures } : own, found);
      }
    } else if (isNode(part)) visit(part, name === carrier ? carried(node, place) : inner, found);
  }
}

/** The place of what a node holds when its JSDoc and its type annotation speak of that. */
function carried(node: Node, place: Place): Place {
  return {
    scope: place.scope,
    starts: [...place.starts, node.start],
    expected:
      annotationOf(node) ?? (node.type === "ParenthesizedExpression" ? place.expected : undefined),
    argument: place.argument,
  };
}

function annotationOf(node: Node): TSType | undefined {
  switch (node.type) {
    case "VariableDeclarator":
      return node.id.typeAnnotation?.typeAnnotation;
    case "PropertyDefinition":
      return node.typeAnnotation?.typeAnnotation;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return node.typeAnnotation;
    default:
      return undefined;
  }
}

function within(scope: Scope): Place {
  return { scope, starts: [], expected: undefined, argument: false };
}

function given(place: Place): Place {
  return { ...place, argument: true };
}

function isAnnotated(param: AnyFunction["params"][number]): boolean {
  const node = param.type === "TSParameterProperty" ? param.parameter : param;
  const pattern = node.type === "AssignmentPattern" ? node.left : node;
  return pattern.typeAnnotation != null;
}

/** Where the signatures start that a function or method among these nodes carries out, the last of them first: what documents them documents it. */
function signaturesBefore(nodes: readonly Node[], at: number): readonly number[] {
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
