import type { JsonSchema } from "../../signatures/schema/signature.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";
import { isStandardSchema, jsonSchemaOf } from "./standard-schema.ts";
import type { OutputOf, StandardSchema } from "./standard-schema.ts";

/** What a tool is handed beside its arguments. `signal` aborts when the run does. */
export interface ToolScope {
  readonly contextVariables: ContextVariables;
  readonly signal: AbortSignal | undefined;
}

const TOOL = Symbol.for("swarm-eval.tool");

/** A function in its explicit form: a name, a schema, and what to do. Made by `tool()`. */
export interface Tool {
  readonly [TOOL]: true;
  readonly name: string;
  readonly description: string | undefined;
  readonly parameters: JsonSchema;
  /** The schema library's own validator; without one, `parameters` is what arguments are held against. */
  readonly validator: StandardSchema | undefined;
  execute(args: never, scope: ToolScope): unknown;
}

/** What an agent may call: a plain function, read by its signature and JSDoc, or a `tool()`. */
export type AgentFunction = Tool | ((...args: never[]) => unknown);

/** A tool in its explicit form, before it is checked. */
export interface ToolOptions<Parameters> {
  /** What the model calls it by: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** What the model is told that it does. */
  readonly description?: string | undefined;
  /** A schema of zod, valibot or ArkType, or a JSON Schema of type object. */
  readonly parameters?: Parameters;
  /** May be async, may throw, and may return whatever a plain function may: a value, an Agent, a Result. */
  execute(args: OutputOf<Parameters>, scope: ToolScope): unknown;
}

const NO_PARAMETERS: JsonSchema = { type: "object", properties: {} };

/** A function described by a schema instead of by its signature. Throws a TypeError when the name or the schema is unusable. */
export function tool<const Parameters extends StandardSchema | JsonSchema = JsonSchema>(
  options: ToolOptions<Parameters>,
): Tool {
  const { name, description, parameters } = options;
  if (typeof name !== "string" || !/^[\w-]{1,64}$/.test(name)) {
    throw new TypeError(
      `tool() needs a name that a model can call it by, such as "getWeather"; it was given ${JSON.stringify(name)}. ` +
        `Chat Completions allows letters, digits, _ and -, at most 64.`,
    );
  }
  const validator = isStandardSchema(parameters) ? parameters : undefined;
  const schema = validator
    ? jsonSchemaOf(validator, name)
    : ((parameters ?? NO_PARAMETERS) as JsonSchema);
  if (schema["type"] !== "object") {
    throw new TypeError(
      `The parameters of tool ${name} are of type ${JSON.stringify(schema["type"])}; ` +
        `a model sends one object, so use {"type":"object","properties":{…}} or z.object({…}).`,
    );
  }
  return {
    [TOOL]: true,
    name,
    description,
    parameters: schema,
    validator,
    execute: options.execute,
  };
}

/** Whether a value was made by `tool()`, of whichever copy of this package. */
export function isTool(value: unknown): value is Tool {
  return typeof value === "object" && value !== null && TOOL in value;
}
