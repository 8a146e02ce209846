import { callArguments } from "../signatures/convert.ts";
import { signatureOf } from "../signatures/signature-of.ts";
import type { JsonSchema, Signature } from "../signatures/signature.ts";
import { AgentError } from "./agent-error.ts";
import type { Agent } from "./agent.ts";
import type { ToolSchema } from "./chat-client.ts";
import { isTool, tool } from "./tool.ts";
import type { AgentFunction, Tool } from "./tool.ts";

/**
 * The schema that the model is told of a function or tool, in the form of Chat Completions' `tools`.
 * Throws SignatureError for a function whose signature has no JSON Schema.
 */
export function functionToJson(callable: AgentFunction): ToolSchema {
  return toolSchema(toolOf(callable));
}

/** What an agent may call, in its explicit form. Throws AgentError for what no model can be told of. */
export function toolsOf({ name, functions }: Agent): Tool[] {
  try {
    const tools = functions.map(toolOf);
    const names = tools.map((tool) => tool.name);
    const twice = names.find((toolName, index) => names.indexOf(toolName) < index);
    if (twice === undefined) return tools;
    throw new TypeError(
      `two of its functions are called ${twice}, and a model could not tell them apart. Rename one of them.`,
    );
  } catch (error) {
    throw new AgentError(name, error);
  }
}

const toolsOfFunctions = new WeakMap<object, Tool>();

/** The explicit form of whatever an agent may call. */
function toolOf(callable: AgentFunction): Tool {
  if (isTool(callable)) return callable;
  const known = toolsOfFunctions.get(callable);
  if (known !== undefined) return known;
  if (typeof callable !== "function") {
    throw new TypeError(
      `An agent's functions hold ${describe(callable)}; each must be a function or a tool({ name, parameters, execute }).`,
    );
  }
  const made = toolFromFunction(callable);
  toolsOfFunctions.set(callable, made);
  return made;
}

function toolFromFunction(callable: (...args: never[]) => unknown): Tool {
  const signature = signatureOf(callable);
  return tool({
    name: signature.name,
    ...(signature.description === undefined ? {} : { description: signature.description }),
    parameters: parametersOf(signature),
    execute: (args, { contextVariables }) =>
      callable(
        ...(callArguments(signature, args as Record<string, unknown>, contextVariables) as never[]),
      ),
  });
}

const schemasOfParameters = new WeakMap<Signature["parameters"], JsonSchema>();

/** One object for each source text: a factory makes its functions anew for every trial, and what is derived from their schema is kept by identity. */
function parametersOf(signature: Signature): JsonSchema {
  let schema = schemasOfParameters.get(signature.parameters);
  if (schema === undefined) {
    schema = {
      type: "object",
      properties: Object.fromEntries(
        signature.parameters.map(({ name, schema }) => [name, schema]),
      ),
      required: signature.parameters.filter(({ required }) => required).map(({ name }) => name),
    };
    schemasOfParameters.set(signature.parameters, schema);
  }
  return schema;
}

const schemas = new WeakMap<JsonSchema, Map<string, ToolSchema>>();

/** A tool as the model is told of it. One object for each, however often the tool is made, for the same reason. */
export function toolSchema({ name, description, parameters }: Tool): ToolSchema {
  let named = schemas.get(parameters);
  if (named === undefined) schemas.set(parameters, (named = new Map()));
  const known = named.get(name);
  if (known !== undefined && known.function.description === description) return known;
  const schema: ToolSchema = {
    type: "function",
    function: { name, ...(description === undefined ? {} : { description }), parameters },
  };
  named.set(name, schema);
  return schema;
}

function describe(value: unknown): string {
  return value === undefined
    ? "undefined (a function used before its definition?)"
    : JSON.stringify(value);
}
