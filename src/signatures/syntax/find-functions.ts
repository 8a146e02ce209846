import type { Node } from "oxc-parser";
import type { Scope } from "./declarations.ts";
import type { JsDoc } from "./jsdoc.ts";
import {
  isFunction,
  isNode,
  parametersOf,
  propertyName,
  TYPES,
  type AnyFunction,
} from "./nodes.ts";
import { scopeIn, scopeOf } from "./scope.ts";
import type { Source } from "./source.ts";

/** A function in the source, with its JSDoc. */
export interface FoundFunction {
  readonly node: AnyFunction;
  readonly scope: Scope;
  readonly doc: JsDoc | undefined;
  /** Whether its place may tell the types of its parameters, as the annotation of a variable does. */
  readonly contextual: boolean;
}

/** What is known of the place of a node. */
interface Place {
  readonly scope: Scope;
  /** Where the statements and properties start whose JSDoc is the node's own, outermost first. */
  readonly starts: readonly number[];
  readonly contextual: boolean;
  /** Whether it is an argument of a call. A function without a name is not a tool there. */
  readonly argument: boolean;
}

/** The part of a node that its JSDoc describes. */
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

/** Parts that are not searched: types, and computed names, which are in the text of the method that they name. */
const skipped = new Set([...TYPES, "key"]);

/** A function's entry is undefined until it is known whether the function is one of them. */
type Found = (FoundFunction | undefined)[];

/**
 * The functions of a module that can be tools: all except arguments of a call that have neither name, annotation nor
 * JSDoc. A function comes before those that it contains, and is included if one of them is.
 */
export function findFunctions(
  program: Node & { readonly type: "Program" },
  source: Source,
): FoundFunction[] {
  const found: Found = [];
  visitParts(program, within(scopeOf(program.body, source), false), found);
  return found.filter((each) => each !== undefined);
}

function visit(node: Node, place: Place, found: Found): void {
  if (isFunction(node)) return visitFunction(node, place, found);
  const scope = scopeIn(node, place.scope);
  visitParts(node, scope === place.scope ? place : within(scope, place.contextual), found);
}

function visitFunction(
  node: AnyFunction,
  { scope, starts, contextual, argument }: Place,
  found: Found,
): void {
  const at = found.push(undefined) - 1;
  visitParts(node, within(scopeIn(node, scope), contextual), found);
  if (!node.body) return;
  const contains = found.findLastIndex((each) => each !== undefined) > at;
  const doc = [...starts, node.start]
    .toReversed()
    .map((start) => scope.source.documentation(start))
    .find((each) => each !== undefined);
  const nameless = argument && node.id === null;
  const annotated = parametersOf(node.params).some(({ pattern }) => pattern.typeAnnotation);
  if (contains || doc || !nameless || annotated)
    found[at] = { node, scope, doc, contextual: contextual && node.type !== "FunctionDeclaration" };
}

function visitParts(node: Node, place: Place, found: Found): void {
  const carrier = documented.get(node.type);
  const parts = node as unknown as Readonly<Record<string, unknown>>;
  const contextual = tellsTypes(node, place);
  const plain = place.starts.length === 0 && !place.argument && place.contextual === contextual;
  const inner = plain ? place : within(place.scope, contextual);
  for (const name in parts) {
    const part = parts[name];
    if (typeof part !== "object" || part === null || skipped.has(name)) continue;
    if (Array.isArray(part)) {
      const alone = name === carrier && part.length === 1;
      const own = alone
        ? carried(node, inner, place)
        : name === "arguments"
          ? { ...inner, argument: true }
          : inner;
      const children = part.filter(isNode);
      for (const [at, child] of children.entries()) {
        const signatures = signaturesBefore(children, at);
        visit(child, signatures.length > 0 ? { ...own, starts: signatures } : own, found);
      }
    } else if (isNode(part))
      visit(part, name === carrier ? carried(node, inner, place) : inner, found);
  }
}

/** The place of the part that a node's JSDoc describes. */
function carried(node: Node, inner: Place, { starts, argument }: Place): Place {
  return { ...inner, starts: [...starts, node.start], argument };
}

/** Whether a node may tell the types of the parameters of functions that are part of it. */
function tellsTypes(node: Node, { contextual, scope }: Place): boolean {
  switch (node.type) {
    case "VariableDeclarator":
      return Boolean(node.id.typeAnnotation);
    case "PropertyDefinition":
      return Boolean(node.typeAnnotation);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return Boolean(node.returnType) || contextual;
    case "CallExpression":
    case "NewExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return true;
    case "AssignmentExpression":
      return scope.source.language === "ts";
    case "ClassBody":
    case "ExpressionStatement":
      return false;
    default:
      return contextual;
  }
}

function within(scope: Scope, contextual: boolean): Place {
  return { scope, starts: [], contextual, argument: false };
}

/** Where the overload signatures of a function start, the last one first: their JSDoc is its own. */
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

/** The function that a statement or a member of a class declares under a name. */
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
