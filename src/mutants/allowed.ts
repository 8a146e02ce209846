import type { Case } from "../cases/case.ts";
import type { PlayedTurn } from "../checks/effects/effects.ts";
import { hasMatcherAt } from "./asked.ts";
import { expectationAt, expectedCalls, turnsAt } from "./expectation-at.ts";
import { inScope } from "./closing.ts";
import type { Mutant } from "./mutant.ts";

/** Why a mutant that no check noticed is none that any should have noticed; undefined if one should. */
export function whyAllowed(
  testCase: Case,
  turns: readonly PlayedTurn[],
  mutant: Mutant,
): string | undefined {
  const { fault, needs, turn } = mutant;
  if (fault === "reply replaced" && needs.of === "output" && needs.telling === undefined)
    return "only a judge could tell other words";
  for (const at of [turn, null]) {
    const expect = expectationAt(testCase, at);
    const scope = turnsAt(turns, at);
    const mode = expect.tool_calls?.mode;
    if (fault === "call doubled" && (mode === "in_order" || mode === "any_order"))
      return "the case lets other calls be made";
    if (fault === "call dropped" && mode === "subset") return "the case lets calls be left out";
    if (needs.of === "tool_calls") {
      const { call, argument } = inScope(scope, turn, needs);
      const expected = expectedCalls(expect, scope).patterns[call];
      const isLoose =
        fault === "tool answers otherwise"
          ? expected?.result !== undefined
          : argument !== undefined && hasMatcherAt(expected?.arguments, argument.path);
      if (isLoose) return "a matcher of the case says what may vary";
    }
    if (
      (needs.of === "context_variables" || needs.of === "state") &&
      hasMatcherAt(expect[needs.of], needs.path)
    )
      return "a matcher of the case says what may vary";
  }
  return undefined;
}
