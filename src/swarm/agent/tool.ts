import { isStandardSchema, type StandardSchema } from "../../json/standard-schema.ts";
import type { JsonSchema } from "../../signatures/schema/signature.ts";
import { writtenFunction } from "../../signatures/written-function.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";
import type { SchemaValue } from "./schema-value.ts";
import { jsonSchemaOf } from "./standard-schema.ts";

/** What a tool is called with: what `validate` of a schema returns, or what a JSON Schema describes. */
type Arguments<Parameters> =
  Parameters extends StandardSchema<infer Output>
    ? Output
    : SchemaValue<Parameters> extends infer Value extends object
      ? Value
      : Record<string, unknown>;

/** What a tool gets beside its arguments. `signal` aborts when the run does. */
export interface ToolScope<Variables extends object = ContextVariables> {
  readonly contextVariables: Variables;
  readonly signal: AbortSignal | undefined;
}

const TOOL = Symbol.for("swarm-eval.tool");

/** A function in its explicit form: a name, a schema, and what to do. Made by `tool()`. */
export interface Tool {
  readonly [TOOL]: true;
  readonly name: string;
  readonly description: string | undefined;
  readonly parameters: JsonSchema;
  /** The schema library's own validator; without one, arguments are validated against `parameters`. */
  readonly validator: StandardSchema | undefined;
  execute(args: never, scope: ToolScope): unknown;
  /** Whom it gives the floor to: an agent or another member, of a tool that `asTool` made. */
  readonly member?: { readonly name: string } | undefined;
}

/** What an agent may call: a plain function, described by its signature and JSDoc, or a `tool()`. */
export type AgentFunction = Tool | ((...args: never[]) => unknown);

/** What a tool is made of. `Variables` are the context variables that it reads. */
export interface ToolOptions<Parameters, Variables extends object = ContextVariables> {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** What it does, for the model. */
  readonly description?: string | undefined;
  /** A schema of zod, valibot or ArkType, or a JSON Schema of type object. */
  readonly parameters?: Parameters | undefined;
  /** May be async, may throw, and may return a value, an Agent or a Result. */
  execute(args: Arguments<Parameters>, scope: ToolScope<Variables>): unknown;
}

const NO_PARAMETERS: JsonSchema = { type: "object", properties: {} };

/** A function described by a schema instead of its signature. Throws a TypeError if name or schema is unusable. */
export function tool<
  const Parameters extends StandardSchema | JsonSchema = JsonSchema,
  Variables extends object = ContextVariables,
>(options: ToolOptions<Parameters, Variables>): Tool {
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
    execute: options.execute as Tool["execute"],
  };
}

/** The name by which a model calls a tool: that of a bound function is its target's. */
export function toolName(callable: AgentFunction): string {
  return typeof callable === "function" ? writtenFunction(callable).name : callable.name;
}

/** Whether a value was made by `tool()`, of whichever copy of this package. */
export function isTool(value: unknown): value is Tool {
  return typeof value === "object" && value !== null && TOOL in value;
}
