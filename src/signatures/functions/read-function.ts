import type { AnyFunction } from "../syntax/children.ts";
import type { JsDoc } from "../syntax/jsdoc.ts";
import { isContextVariables, parametersOf, type ParameterNode } from "../syntax/parameter-node.ts";
import { typeOfParameter } from "./contextual-type.ts";
import { readDestructured } from "./read-destructured.ts";
import { parseJsDocType, type TypeInContext } from "../types/jsdoc-type.ts";
import { readParameter } from "./read-parameter.ts";
import { scopeIn } from "../syntax/scope-in.ts";
import type { Scope } from "../syntax/scope.ts";
import type { FunctionReading, Parameter } from "../schema/signature.ts";
import { quoted, refusalOf } from "../types/type-reading.ts";

const PYTHONS_NAME = "context_variables";

/** What is known of a function besides its own node. */
export interface FunctionSources {
  readonly scope: Scope;
  readonly doc: JsDoc | undefined;
  /** The type that is written where the function stands, such as a variable's. */
  readonly expected: TypeInContext | undefined;
}

/** Reads one function: its parameters, their types, defaults and JSDoc. What cannot be read becomes a refusal; nothing is thrown. */
export function readFunction(node: AnyFunction, sources: FunctionSources): FunctionReading {
  if (node.generator)
    return { type: "refusal", reason: "is a generator, where a tool returns one value" };
  const scope = scopeIn(node, sources.scope);
  const all = parametersOf(node.params);
  const asked = all.filter((parameter) => !isContextVariables(parameter));
  const position = all.findIndex(isContextVariables);
  const contextVariables = position === -1 ? undefined : position;
  if (all.some(({ pattern }) => pattern.type === "Identifier" && pattern.name === PYTHONS_NAME))
    return {
      type: "refusal",
      parameter: PYTHONS_NAME,
      reason: "is spelled as in Python: what is hidden from the model is called contextVariables",
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
      parameters.push(readParameter(current, initial, sourcesOf(parameter)));
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
        : "is destructured beside others, which leaves it without a name";
  return { type: "refusal", parameter: quoted(code).slice(1, -1), reason: why };
}

/** The JSDoc, with what stands directly before a parameter in the place of a missing `@param`. */
function withInline(
  { pattern }: ParameterNode,
  { doc, scope }: FunctionSources,
): JsDoc | undefined {
  const inline = scope.source.documentation(pattern.start);
  if (!inline || pattern.type !== "Identifier") return doc;
  const said = { name: pattern.name, type: inline.type, text: inline.text, optional: false };
  return { text: undefined, type: undefined, parameters: [...(doc?.parameters ?? []), said] };
}

/** The type that `@type {(name: string) => string}` gives the function as a whole. */
function expectedInDoc({ doc, scope }: FunctionSources): TypeInContext | undefined {
  return doc?.type === undefined ? undefined : parseJsDocType(doc.type, scope);
}
