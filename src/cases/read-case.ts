import { parseStrictly } from "../json/parse-strictly.ts";
import type { CaseLine } from "./case-line.ts";
import { caseRule } from "./case-rule.ts";
import type { Case } from "./case.ts";
import { longForm } from "./long-form.ts";

/** Reads a line of a case file; undefined where it cannot be used, and `explainLine` says why. */
export function readCase(line: string): Case | undefined {
  let value: unknown;
  try {
    value = parseStrictly(line);
  } catch {
    return undefined;
  }
  // The rule is what makes the value a line.
  return caseRule(value).length === 0 ? longForm(value as CaseLine) : undefined;
}
