import type { FunctionReading, Parameter, RefusedParameter } from "../schema/signature.ts";
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
  if (all.some(({ pattern }) => pattern.type === "Identifier" && pattern.name === PYTHONS_NAME))
    return {
      type: "refusal",
      parameter: PYTHONS_NAME,
      reason: "is spelled as in Python: here the context variables are called contextVariables",
    };
  const scope = scopeIn(node, sources.scope);
  const inside = { ...sources, scope };
  const [only, another] = all.filter((parameter) => !isContextVariables(parameter));
  if (only?.pattern.type === "ObjectPattern" && !another) {
    const { pattern } = only;
    const object = orRefused(undefined, () =>
      readDestructured(pattern, sourcesOf(only, all.indexOf(only), node, inside)),
    );
    if ("refusal" in object) return { type: "refusal", ...object.refusal };
    const contextVariables = object.contextVariables ?? placeIn(all, isContextVariables);
    return { type: "signature", description, call: "object", ...object, contextVariables };
  }
  const given = all.flatMap((parameter, at) => argumentsOf(parameter, at, node, inside));
  return {
    type: "signature",
    description,
    parameters: given.filter((each) => each !== CONTEXT),
    call: "positional",
    contextVariables: placeIn(given, (each) => each === CONTEXT),
  };
}

function placeIn<T>(list: readonly T[], is: (each: T) => boolean): number | undefined {
  const place = list.findIndex(is);
  return place === -1 ? undefined : place;
}

/** Stands where a function takes the context variables. */
const CONTEXT = "context";

/** What a function takes by a parameter: one argument, or what a rest parameter collects. */
function argumentsOf(
  parameter: ParameterNode,
  at: number,
  node: AnyFunction,
  sources: FunctionSources,
): readonly (Parameter | RefusedParameter | typeof CONTEXT)[] {
  if (isContextVariables(parameter)) return [CONTEXT];
  const { pattern, initial } = parameter;
  const name = pattern.type === "Identifier" ? pattern.name : undefined;
  const read = orRefused(name, () => {
    const own = sourcesOf(parameter, at, node, sources);
    if (name !== undefined)
      return [readParameter(name, () => readDefault(initial, own), Boolean(initial), own)];
    const collected = pattern.type === "RestElement" ? collectedBy(parameter, sources) : undefined;
    return collected?.map((each) => {
      if (each.name === "contextVariables") return CONTEXT;
      if (each.name === undefined) return unnamed(parameter, sources.scope);
      return orRefused(each.name, () => readKnown(each, own));
    });
  });
  if (read && "refusal" in read) return [read];
  return read ?? [unnamed(parameter, sources.scope)];
}

/** What is read, or why that cannot be, of a parameter of this name. Throws what is not Unreadable. */
function orRefused<T>(name: string | undefined, read: () => T): T | RefusedParameter {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { refusal: refusalOf(name, error) };
  }
}

/** Where a parameter starts, behind the dots of a rest parameter. */
function startOf({ pattern }: ParameterNode): number {
  return pattern.type === "RestElement" ? pattern.argument.start : pattern.start;
}

/** Where the parameters of a function start that have annotations. */
export function annotatedStarts({ params }: AnyFunction): number[] {
  return parametersOf(params).filter(isAnnotated).map(startOf);
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

function unnamed({ pattern }: ParameterNode, { source }: Scope): RefusedParameter {
  const code = source.text.slice(pattern.start, pattern.typeAnnotation?.start ?? pattern.end);
  const why =
    pattern.type === "RestElement"
      ? "is a rest parameter, and arguments are given by name"
      : pattern.type === "ArrayPattern"
        ? "is a destructured array, and arguments are given by name"
        : "is destructured and not the only parameter, so it has no name to be given by";
  return { refusal: { parameter: quoted(code).slice(1, -1), reason: why } };
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
