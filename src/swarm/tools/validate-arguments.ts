import type { Validator } from "@cfworker/json-schema";
import type { JsonSchema } from "../../signatures/schema/signature.ts";
import { describeMismatches } from "./describe-mismatch.ts";
import { describeIssues } from "../agent/standard-schema.ts";
import type { Tool } from "../agent/tool.ts";

type Validated = { readonly value: unknown } | { readonly problems: readonly string[] };

/** Holds a call's arguments against the tool's schema: the value to call with, or one sentence for each thing that does not fit. */
export async function validateArguments(tool: Tool, args: unknown): Promise<Validated> {
  if (tool.validator !== undefined) {
    const validated = await tool.validator["~standard"].validate(args);
    return validated.issues === undefined
      ? { value: validated.value }
      : { problems: describeIssues(validated.issues) };
  }
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    return { problems: [`Expected an object, got ${JSON.stringify(args)}.`] };
  }
  const schema = tool.parameters;
  const { valid, errors } = (await validatorOf(schema)).validate(args);
  return valid ? { value: args } : { problems: describeMismatches(schema, args, errors) };
}

const validators = new WeakMap<JsonSchema, Validator>();

/** Loaded with the first call of a tool, and made once for each schema. */
async function validatorOf(schema: JsonSchema): Promise<Validator> {
  let validator = validators.get(schema);
  if (validator === undefined) {
    const { Validator: JsonSchemaValidator } = await import("@cfworker/json-schema");
    validator = new JsonSchemaValidator(schema, "2020-12", false);
    validators.set(schema, validator);
  }
  return validator;
}
