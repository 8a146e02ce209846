import type { JsonSchema } from "../../signatures/schema/signature.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";

/** The part of Standard Schema (standardschema.dev) that a tool needs; zod, valibot and ArkType schemas have it. */
interface StandardSchema<Output = unknown> {
  readonly "~standard": {
    readonly vendor: string;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
    validate(value: unknown): Validated<Output> | Promise<Validated<Output>>;
    readonly jsonSchema?: { input(options: { target: "draft-07" }): Record<string, unknown> };
  };
}

type Validated<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What `validate` of a schema returns. */
type OutputOf<S> = S extends StandardSchema<infer Output> ? Output : Record<string, unknown>;

/** What a tool gets beside its arguments. `signal` aborts when the run does. */
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
  /** The schema library's own validator; without one, arguments are validated against `parameters`. */
  readonly validator: StandardSchema | undefined;
  execute(args: never, scope: ToolScope): unknown;
}

/** What an agent may call: a plain function, described by its signature and JSDoc, or a `tool()`. */
export type AgentFunction = Tool | ((...args: never[]) => unknown);

/** What a tool is made of. */
export interface ToolOptions<Parameters> {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** What it does, for the model. */
  readonly description?: string | undefined;
  /** A schema of zod, valibot or ArkType, or a JSON Schema of type object. */
  readonly parameters?: Parameters;
  /** May be async, may throw, and may return a value, an Agent or a Result. */
  execute(args: OutputOf<Parameters>, scope: ToolScope): unknown;
}

const NO_PARAMETERS: JsonSchema = { type: "object", properties: {} };

/** A function described by a schema instead of its signature. Throws a TypeError if name or schema is unusable. */
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

function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return "~standard" in value;
}

/** The JSON Schema of what the schema accepts. Throws a TypeError if its library cannot give one. */
function jsonSchemaOf(schema: StandardSchema, tool: string): JsonSchema {
  const converter = schema["~standard"].jsonSchema;
  if (converter === undefined) {
    throw new TypeError(
      `The parameters of tool ${tool} are a ${schema["~standard"].vendor} schema that cannot give a JSON Schema. ` +
        `Use zod 4.2 or newer, another library with Standard JSON Schema, or a plain JSON Schema.`,
    );
  }
  try {
    const { $schema: _, ...jsonSchema } = converter.input({ target: "draft-07" });
    return jsonSchema;
  } catch (error) {
    throw new TypeError(
      `The parameters of tool ${tool} have no JSON Schema: ${(error as Error).message}. Describe them by what JSON knows; a date, say, as z.iso.datetime().`,
      { cause: error },
    );
  }
}

/** One sentence for each issue: where, then what is wrong, in the library's own words. */
export function describeIssues(issues: readonly Issue[]): string[] {
  return issues.map(({ path = [], message }) => {
    const names = path.map((part) => String(typeof part === "object" ? part.key : part));
    return `${[...(names.length > 0 ? [names.join(".")] : []), message].join(": ")}.`;
  });
}
