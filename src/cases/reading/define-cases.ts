import type { CaseLine } from "../rules/case-line.ts";
import type { CaseNames } from "../rules/case-names.ts";

/**
 * Returns the cases unchanged, as the default export of a module that is played in place of a case file. With the names
 * of agents, tools and checks, a wrong one does not compile.
 */
export function defineCases<Names extends CaseNames = CaseNames>(
  cases: readonly CaseLine<Names>[],
): readonly CaseLine<Names>[] {
  return cases;
}
