import type { Validator } from "@cfworker/json-schema";
import type { JsonSchema } from "./chat-client.ts";
import { describeIssues } from "./standard-schema.ts";
import type { Tool } from "./tool.ts";

type Validated = { readonly value: unknown } | { readonly problems: readonly string[] };

/** Holds a call's arguments against the tool's schema: the value to call with, or one sentence for each thing that does not fit. */
export async function validateArguments(tool: Tool, args: unknown): Promise<Validated> {
  if (tool.validator !== undefined) {
    const validated = await tool.validator["~standard"].validate(args);
    return validated.issues === undefined
      ? { value: validated.value }
      : { problems: describeIssues(validated.issues).map((issue) => `${issue}.`) };
  }
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    return { problems: [`Expected an object, got ${JSON.stringify(args)}.`] };
  }
  const problems = await jsonSchemaProblems(tool.parameters, args);
  return problems.length === 0 ? { value: args } : { problems };
}

const validators = new WeakMap<JsonSchema, Validator>();

async function jsonSchemaProblems(schema: JsonSchema, value: object): Promise<string[]> {
  let validator = validators.get(schema);
  if (validator === undefined) {
    const { Validator: JsonSchemaValidator } = await import("@cfworker/json-schema");
    validator = new JsonSchemaValidator(schema, "2020-12", false);
    validators.set(schema, validator);
  }
  return validator
    .validate(value)
    .errors.filter(({ keyword }) => keyword !== "properties" && keyword !== "items")
    .map(({ instanceLocation, error }) => {
      const path = instanceLocation.slice(2).replaceAll("/", ".");
      return path === "" ? error : `${path}: ${error}`;
    });
}
