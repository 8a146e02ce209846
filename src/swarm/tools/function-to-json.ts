import { callArguments } from "../../signatures/schema/call-arguments.ts";
import { signatureOf } from "../../signatures/signature-of.ts";
import type { JsonSchema, Signature } from "../../signatures/schema/signature.ts";
import { AgentError } from "../agent/agent.ts";
import type { Agent } from "../agent/agent.ts";
import type { ToolSchema } from "../agent/chat-client.ts";
import { isTool, tool, type AgentFunction, type Tool } from "../agent/tool.ts";

/**
 * The schema of a function or tool for the model, in the form of Chat Completions' `tools`.
 * Throws SignatureError for a function whose signature has no JSON Schema.
 */
export function functionToJson(callable: AgentFunction): ToolSchema {
  return toolSchema(toolOf(callable));
}

/** What an agent may call, in its explicit form. Throws AgentError for what cannot be described to a model. */
export function toolsOf(agent: Agent): Tool[] {
  const { tools, errors } = described(agent);
  if (errors[0]) throw errors[0];
  return tools;
}

/** All that keeps an agent's tools from being described to a model. */
export function whyIndescribable(agent: Agent): readonly AgentError[] {
  return described(agent).errors;
}

function described({ name, functions }: Agent): {
  readonly tools: Tool[];
  readonly errors: readonly AgentError[];
} {
  const tools: Tool[] = [];
  const errors: unknown[] = [];
  for (const callable of functions)
    try {
      tools.push(toolOf(callable, name));
    } catch (error) {
      errors.push(error);
    }
  const names = tools.map((each) => each.name);
  const twice = names.find((toolName, index) => names.indexOf(toolName) < index);
  if (twice !== undefined)
    errors.push(
      new TypeError(
        `two of its functions are called ${twice}, and a model could not tell them apart. Rename one of them.`,
      ),
    );
  return { tools, errors: errors.map((error) => new AgentError(name, error)) };
}

/** The explicit form of whatever an agent may call. */
function toolOf(callable: AgentFunction, agent?: string): Tool {
  if (isTool(callable)) return callable;
  if (typeof callable !== "function") {
    const given = JSON.stringify(callable) ?? "undefined (a function used before its definition?)";
    throw new TypeError(
      `An agent's functions hold ${given}; each must be a function or a tool({ name, parameters, execute }).`,
    );
  }
  const signature = signatureOf(callable, agent);
  const { name, description } = signature;
  return tool({
    name,
    description,
    parameters: parametersOf(signature),
    execute: (args, { contextVariables }) =>
      callable(...(callArguments(signature, args, contextVariables) as never[])),
  });
}

/** By signature: a factory makes new functions for every trial, and one of them would keep its trial's agents alive. */
const schemasOfSignatures = new WeakMap<Signature, JsonSchema>();

function parametersOf(signature: Signature): JsonSchema {
  let schema = schemasOfSignatures.get(signature);
  if (schema === undefined) {
    const { parameters } = signature;
    schema = {
      type: "object",
      properties: Object.fromEntries(parameters.map((each) => [each.name, each.schema])),
      required: parameters.filter(({ required }) => required).map(({ name }) => name),
    };
    schemasOfSignatures.set(signature, schema);
  }
  return schema;
}

const schemas = new WeakMap<JsonSchema, Map<string, ToolSchema>>();

/** A tool as a request describes it, one object however often the tool is made: caches know it by identity. */
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
