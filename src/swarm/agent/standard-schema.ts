import type { JsonSchema } from "../../signatures/schema/signature.ts";

/** The part of Standard Schema (standardschema.dev) that a tool needs; zod, valibot and ArkType schemas have it. */
export interface StandardSchema<Output = unknown> {
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

/** What a schema's `validate` promises to give. */
export type OutputOf<S> = S extends StandardSchema<infer Output> ? Output : Record<string, unknown>;

/** Whether a value is such a schema, rather than a plain JSON Schema. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return "~standard" in value;
}

/** The JSON Schema of what the schema accepts. Throws a TypeError when its library cannot give one. */
export function jsonSchemaOf(schema: StandardSchema, tool: string): JsonSchema {
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
