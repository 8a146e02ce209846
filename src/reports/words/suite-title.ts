import type { ResultHeader } from "../../results/result.ts";

/**
 * What heads the reports of a suite: its name, or its case file if several suites that are reported together have that
 * name. `names` are those of all, this one's too.
 */
export function suiteTitle(
  { suite, case_file: caseFile }: Pick<ResultHeader, "suite" | "case_file">,
  names: readonly string[],
): string {
  return names.filter((name) => name === suite).length > 1 ? caseFile : suite;
}
