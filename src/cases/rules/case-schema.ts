import { schemaOf, ifThen } from "../../json/described.ts";
import type { JsonSchema } from "../../json/fault.ts";
import { caseRule } from "./case.ts";
import { valueDefinitions } from "./matcher.ts";

/**
 * The JSON Schema of a case, and of a list of cases, in draft 7. It lets through some mistakes that the rules find: what a
 * regular expression means, say, or a date that there is not.
 */
export function caseSchema(): JsonSchema {
  const ofCase = { $ref: "#/definitions/case" };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A case of swarm-eval, or a list of cases",
    ...ifThen({ type: "array" }, { items: ofCase }, ofCase),
    definitions: { case: { type: "object", ...schemaOf(caseRule) }, ...valueDefinitions() },
  };
}
