import { createRequire } from "node:module";
import { join } from "node:path";
import type { StandardSchema } from "../../json/standard-schema.ts";
import type { JsonSchema } from "../../signatures/schema/signature.ts";

/** A package of the user's that writes the JSON Schema of another library's schemas. */
interface Converter {
  readonly package: string;
  convert(
    exports: Readonly<Record<string, (...args: unknown[]) => object>>,
    schema: unknown,
  ): object | undefined;
}

/** By the library, for those whose schemas do not write it themselves. */
const CONVERTERS: Readonly<Record<string, Converter>> = {
  valibot: {
    package: "@valibot/to-json-schema",
    convert: ({ toJsonSchema }, schema) =>
      toJsonSchema?.(schema, { target: "draft-07", typeMode: "input" }),
  },
  // zod 3; from 4.2 on, zod writes it itself.
  zod: {
    package: "zod-to-json-schema",
    convert: ({ zodToJsonSchema }, schema) => zodToJsonSchema?.(schema, { $refStrategy: "none" }),
  },
};

/** The JSON Schema of what a schema accepts. Throws a TypeError if its library cannot give one. */
export function jsonSchemaOf(schema: StandardSchema, tool: string): JsonSchema {
  const { vendor, jsonSchema: own } = schema["~standard"];
  const write =
    own === undefined ? converted(schema, tool) : () => own.input({ target: "draft-07" });
  try {
    const { $schema: _, ...jsonSchema } = write() as Record<string, unknown>;
    return jsonSchema;
  } catch (error) {
    throw new TypeError(
      `The parameters of tool ${tool} have no JSON Schema: ${(error as Error).message.replace(/\.$/, "")}. Describe them by what JSON knows${EXAMPLES[vendor] ?? ""}.`,
      { cause: error },
    );
  }
}

/** What to write for a date. */
const EXAMPLES: Readonly<Record<string, string>> = {
  zod: "; a date, say, as z.iso.datetime()",
  valibot: "; a date, say, as v.pipe(v.string(), v.isoTimestamp())",
};

function converted(schema: StandardSchema, tool: string): () => object | undefined {
  const { vendor } = schema["~standard"];
  // zod 4.0 and 4.1 have another form, which the converter of zod 3 takes for one that allows everything.
  const converter = "_zod" in schema ? undefined : CONVERTERS[vendor];
  const problem = `The parameters of tool ${tool} are a ${vendor} schema that cannot give a JSON Schema`;
  if (converter === undefined)
    throw new TypeError(
      `${problem}. Use zod 4.2 or newer, another library with Standard JSON Schema, or a plain JSON Schema.`,
    );
  const exports = installed(converter.package);
  if (exports === undefined) {
    const newer = vendor === "zod" ? ", or zod 4.2 or newer" : "";
    throw new TypeError(
      `${problem} by itself. Install what converts it: npm install ${converter.package}${newer}.`,
    );
  }
  return () => converter.convert(exports, schema);
}

/** The exports of an optional package, as this one or the user's project finds it. */
function installed(name: string): Parameters<Converter["convert"]>[0] | undefined {
  for (const from of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      return createRequire(from)(name) as Parameters<Converter["convert"]>[0];
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "MODULE_NOT_FOUND" || !message.includes(`'${name}'`)) throw error;
    }
  }
  return undefined;
}
