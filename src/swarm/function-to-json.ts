import { callArguments } from "../signatures/convert.ts";
import { signatureOf } from "../signatures/signature-of.ts";
import type { Signature } from "../signatures/signature.ts";
import type { JsonSchema, ToolSchema } from "./chat-client.ts";
import { isTool, tool } from "./tool.ts";
import type { AgentFunction, Tool } from "./tool.ts";

/**
 * The schema that the model is told of a function or tool, in the form of Chat Completions' `tools`.
 * Throws SignatureError for a function whose signature has no JSON Schema.
 */
export function functionToJson(callable: AgentFunction): ToolSchema {
  return toolSchema(toolOf(callable));
}

const tools = new WeakMap<object, Tool>();

/** The explicit form of whatever an agent may call. */
export function toolOf(callable: AgentFunction): Tool {
  if (isTool(callable)) return callable;
  const known = tools.get(callable);
  if (known !== undefined) return known;
  if (typeof callable !== "function") {
    throw new TypeError(
      `An agent's functions hold ${describe(callable)}; each must be a function or a tool({ name, parameters, execute }).`,
    );
  }
  const made = toolFromFunction(callable);
  tools.set(callable, made);
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

const parameters = new WeakMap<Signature, JsonSchema>();

/** One object for each signature: a factory makes its functions anew for every trial, and what is derived from their schema is kept by identity. */
function parametersOf(signature: Signature): JsonSchema {
  let schema = parameters.get(signature);
  if (schema === undefined) {
    schema = {
      type: "object",
      properties: Object.fromEntries(
        signature.parameters.map(({ name, schema }) => [name, schema]),
      ),
      required: signature.parameters.filter(({ required }) => required).map(({ name }) => name),
    };
    parameters.set(signature, schema);
  }
  return schema;
}

const schemas = new WeakMap<JsonSchema, ToolSchema>();

/** A tool as the model is told of it. Throws a TypeError for a name that Chat Completions refuses. */
export function toolSchema({ name, description, parameters }: Tool): ToolSchema {
  const known = schemas.get(parameters);
  if (known?.function.name === name && known.function.description === description) return known;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw new TypeError(
      `A model cannot call a function by the name ${JSON.stringify(name)}: ` +
        `Chat Completions allows letters, digits, _ and -, at most 64. Name the function, or wrap it in tool({ name: "…", … }).`,
    );
  }
  const schema: ToolSchema = {
    type: "function",
    function: { name, ...(description === undefined ? {} : { description }), parameters },
  };
  schemas.set(parameters, schema);
  return schema;
}

function describe(value: unknown): string {
  return value === undefined
    ? "undefined (a function used before its definition?)"
    : JSON.stringify(value);
}
