import { callArguments } from "../../signatures/schema/call-arguments.ts";
import { signatureOf } from "../../signatures/signature-of.ts";
import type { JsonSchema, Signature } from "../../signatures/schema/signature.ts";
import { AgentError } from "../agent/agent-error.ts";
import type { Agent } from "../agent/agent.ts";
import type { ToolSchema } from "../agent/chat-client.ts";
import { isTool, tool } from "../agent/tool.ts";
import type { AgentFunction, Tool } from "../agent/tool.ts";

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

/** The explicit form of whatever an agent may call. */
function toolOf(callable: AgentFunction): Tool {
  if (isTool(callable)) return callable;
  if (typeof callable !== "function") {
    throw new TypeError(
      `An agent's functions hold ${describe(callable)}; each must be a function or a tool({ name, parameters, execute }).`,
    );
  }
  const signature = signatureOf(callable);
  return {
    ...toolOfSignature(signature),
    execute: (args, { contextVariables }) =>
      callable(...(callArguments(signature, args, contextVariables) as never[])),
  };
}

const toolsOfSignatures = new WeakMap<Signature, Tool>();

/** What the tools of a signature have in common: a factory makes its functions anew for every trial. Kept by signature: by function, it would keep a trial's agents long after their trial. */
function toolOfSignature(signature: Signature): Tool {
  let made = toolsOfSignatures.get(signature);
  if (made === undefined) {
    const { name, description } = signature;
    const execute = (): void => undefined;
    made = tool({ name, description, parameters: parametersOf(signature), execute });
    toolsOfSignatures.set(signature, made);
  }
  return made;
}

function parametersOf({ parameters }: Signature): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}

const schemas = new WeakMap<JsonSchema, Map<string, ToolSchema>>();

/** A tool as the model is told of it. One object for each, however often the tool is made: what is derived from it is kept by identity. */
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
