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
import { quoted, refusalOf } from "../types/unreadable.ts";
import { readDestructured } from "./destructured.ts";
import { readDefault, readParameter } from "./parameter.ts";
import { parseJsDocType, typeOfParameter, type TypeInContext } from "./written-type.ts";

const PYTHONS_NAME = "context_variables";

/** What is known of a function besides its own node. */
export interface FunctionSources {
  readonly scope: Scope;
  readonly doc: JsDoc | undefined;
  /** The type that is written where the function is, such as a variable's. */
  readonly expected: TypeInContext | undefined;
}

/** Reads a function's parameters with types, defaults and JSDoc, or says why they cannot be read. Throws nothing. */
export function readFunction(node: AnyFunction, sources: FunctionSources): FunctionReading {
  if (node.generator)
    return { type: "refusal", reason: "is a generator, but a tool returns one value" };
  const scope = scopeIn(node, sources.scope);
  const all = parametersOf(node.params);
  const asked = all.filter((parameter) => !isContextVariables(parameter));
  const position = all.findIndex(isContextVariables);
  const contextVariables = position === -1 ? undefined : position;
  if (all.some(({ pattern }) => pattern.type === "Identifier" && pattern.name === PYTHONS_NAME))
    return {
      type: "refusal",
      parameter: PYTHONS_NAME,
      reason: "is spelled as in Python: here the context variables are called contextVariables",
    };
  const description = sources.doc?.text;
  let current: string | undefined;
  try {
    const expected = sources.expected ?? expectedInDoc(sources);
    const sourcesOf = (parameter: ParameterNode) => ({
      ...typeOfParameter(parameter, all.indexOf(parameter), { scope, open: [] }, expected),
      scope,
      doc: parameter.pattern.start === node.start ? sources.doc : withInline(parameter, sources),
    });
    const [only] = asked;
    if (only?.pattern.type === "ObjectPattern" && asked.length === 1) {
      const object = readDestructured(only.pattern, sourcesOf(only));
      return {
        type: "signature",
        description,
        parameters: object.parameters,
        call: "object",
        contextVariables: object.contextVariables ?? contextVariables,
      };
    }
    const parameters: Parameter[] = [];
    for (const parameter of asked) {
      const { pattern, initial } = parameter;
      const code = scope.source.text.slice(
        pattern.start,
        pattern.typeAnnotation?.start ?? pattern.end,
      );
      if (pattern.type !== "Identifier") return unnamed(code, pattern.type);
      current = pattern.name;
      const untyped = () => readDefault(initial, scope);
      parameters.push(readParameter(current, untyped, initial !== undefined, sourcesOf(parameter)));
    }
    return { type: "signature", description, parameters, call: "positional", contextVariables };
  } catch (error) {
    return { type: "refusal", ...refusalOf(current, error) };
  }
}

function unnamed(code: string, pattern: ParameterNode["pattern"]["type"]): FunctionReading {
  const why =
    pattern === "RestElement"
      ? "is a rest parameter, and arguments are given by name"
      : pattern === "ArrayPattern"
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

/** The type of the whole function in `@type {(name: string) => string}`. */
function expectedInDoc({ doc, scope }: FunctionSources): TypeInContext | undefined {
  return doc?.type === undefined ? undefined : parseJsDocType(doc.type, scope);
}
