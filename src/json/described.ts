import type { Fault, JsonSchema, Rule } from "./fault.ts";

/** A rule that has a schema. */
export function described(
  rule: (value: unknown) => readonly Fault[],
  schema: () => JsonSchema,
): Rule {
  return Object.assign((value: unknown) => rule(value), { schema });
}

/** What JSON Schema can say of a rule: of one without a schema, nothing. */
export function schemaOf({ schema }: Rule): JsonSchema {
  return schema?.() ?? {};
}

/** What follows one of some rules. */
export function anyOf(rules: readonly Rule[]): () => JsonSchema {
  return () => ({ anyOf: rules.map(schemaOf) });
}

/** Values that follow one schema follow another, too; all others follow `otherwise`. */
export function ifThen(
  condition: JsonSchema,
  then: JsonSchema,
  otherwise?: JsonSchema,
): JsonSchema {
  // Nobody awaits a schema.
  // oxlint-disable-next-line unicorn/no-thenable
  return { if: condition, then, ...(otherwise === undefined ? {} : { else: otherwise }) };
}
