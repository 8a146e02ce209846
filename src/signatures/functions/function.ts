import type { FunctionReading, Parameter } from "../schema/signature.ts";
import type { Scope } from "../syntax/declarations.ts";
import type { JsDoc } from "../syntax/jsdoc.ts";
import {
  isContextVariables,
  parametersOf,
  type AnyFunction,
  type ParameterNode,
} from "../syntax/nodes.ts";
import { scopeIn } from "../syntax/scope.ts";
import type { KnownParameter, ModuleTypes } from "../types/known-types.ts";
import { quoted, refusalOf, Unreadable } from "../types/unreadable.ts";
import { readDestructured } from "./destructured.ts";
import { readDefault, readKnown, readParameter, type ParameterSources } from "./parameter.ts";

const PYTHONS_NAME = "context_variables";

/** What is known of a function besides its own node. */
export interface FunctionSources {
  readonly scope: Scope;
  readonly doc: JsDoc | undefined;
  /** Whether the place of the function may tell the types of its parameters, as a variable's annotation does. */
  readonly contextual: boolean;
  readonly types: ModuleTypes;
}

/** Reads a function's parameters, or says why they cannot be read. Throws what the types throw, but Unreadable. */
export function readFunction(node: AnyFunction, sources: FunctionSources): FunctionReading {
  if (node.generator)
    return { type: "refusal", reason: "is a generator, but a tool returns one value" };
  const description = sources.doc?.text;
  const all = parametersOf(node.params);
  const position = all.findIndex(isContextVariables);
  if (all.some(({ pattern }) => pattern.type === "Identifier" && pattern.name === PYTHONS_NAME))
    return {
      type: "refusal",
      parameter: PYTHONS_NAME,
      reason: "is spelled as in Python: here the context variables are called contextVariables",
    };
  const scope = scopeIn(node, sources.scope);
  const inside = { ...sources, scope };
  let current: string | undefined;
  try {
    const [only, another] = all.filter((parameter) => !isContextVariables(parameter));
    if (only?.pattern.type === "ObjectPattern" && !another) {
      const own = sourcesOf(only, all.indexOf(only), node, inside);
      const object = readDestructured(only.pattern, own);
      const contextVariables = object.contextVariables ?? (position === -1 ? undefined : position);
      return { type: "signature", description, call: "object", ...object, contextVariables };
    }
    const parameters: Parameter[] = [];
    let contextVariables = position === -1 ? undefined : position;
    for (const [at, parameter] of all.entries()) {
      if (isContextVariables(parameter)) continue;
      const { pattern, initial } = parameter;
      current = pattern.type === "Identifier" ? pattern.name : undefined;
      const own = sourcesOf(parameter, at, node, inside);
      const collected = pattern.type === "RestElement" && collectedBy(parameter, inside);
      if (collected) {
        const place = collected.findIndex(({ name }) => name === "contextVariables");
        if (place !== -1) contextVariables = at + place;
        for (const each of collected) {
          current = each.name;
          if (each.name === undefined) return unnamed(parameter, scope);
          if (each.name !== "contextVariables") parameters.push(readKnown(each, own));
        }
        continue;
      }
      if (pattern.type !== "Identifier") return unnamed(parameter, scope);
      parameters.push(
        readParameter(pattern.name, () => readDefault(initial, own), Boolean(initial), own),
      );
    }
    return { type: "signature", description, parameters, call: "positional", contextVariables };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { type: "refusal", ...refusalOf(current, error) };
  }
}

/** Where a parameter starts, behind the dots of a rest parameter. */
function startOf({ pattern }: ParameterNode): number {
  return pattern.type === "RestElement" ? pattern.argument.start : pattern.start;
}

function isAnnotated({ pattern }: ParameterNode): boolean {
  return Boolean(pattern.typeAnnotation);
}

function collectedBy(
  parameter: ParameterNode,
  { types, contextual }: FunctionSources,
): readonly KnownParameter[] | undefined {
  if (isAnnotated(parameter)) types.annotated(startOf(parameter));
  else if (!contextual) return undefined;
  return types.collected(startOf(parameter));
}

/** What is known of a parameter; `at` is its place in the function. Throws Unreadable. */
function sourcesOf(
  parameter: ParameterNode,
  at: number,
  node: AnyFunction,
  sources: FunctionSources,
): ParameterSources {
  const { scope, types, contextual } = sources;
  const start = startOf(parameter);
  const whole = sources.doc?.type;
  const counterpart =
    whole === undefined || isAnnotated(parameter)
      ? undefined
      : (types.documented(whole).parameters() ?? notFunction(whole))[at];
  const type = isAnnotated(parameter)
    ? types.annotated(start)
    : (counterpart?.type ?? (contextual ? types.expected(start) : undefined));
  return {
    scope,
    types,
    start,
    type,
    optional: parameter.optional || counterpart?.optional === true,
    doc: parameter.pattern.start === node.start ? sources.doc : withInline(parameter, sources),
  };
}

function notFunction(type: string): never {
  throw new Unreadable(
    `its type comes from ${quoted(type)}, which cannot be read here; annotate it`,
  );
}

function unnamed({ pattern }: ParameterNode, { source }: Scope): FunctionReading {
  const code = source.text.slice(pattern.start, pattern.typeAnnotation?.start ?? pattern.end);
  const why =
    pattern.type === "RestElement"
      ? "is a rest parameter, and arguments are given by name"
      : pattern.type === "ArrayPattern"
        ? "is a destructured array, and arguments are given by name"
        : "is destructured and not the only parameter, so it has no name to be given by";
  return { type: "refusal", parameter: quoted(code).slice(1, -1), reason: why };
}

/** The JSDoc, with a comment directly before a parameter as its `@param`. */
function withInline(
  { pattern }: ParameterNode,
  { doc, scope }: FunctionSources,
): JsDoc | undefined {
  const inline = scope.source.documentation(pattern.start);
  if (!inline || pattern.type !== "Identifier") return doc;
  const tag = { name: pattern.name, type: inline.type, text: inline.text, optional: false };
  return { text: undefined, type: undefined, parameters: [...(doc?.parameters ?? []), tag] };
}
