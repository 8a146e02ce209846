import type { Expectation } from "../cases/expectation.ts";
import { activeAgent } from "./floor/active-agent.ts";
import { maxCost, maxLatencyMs, maxModelCalls, maxTokens } from "./budgets.ts";
import { SlowPatternError } from "./matching/bounded-regex.ts";
import { unjudged, type Check, type CheckResult, type Finding } from "./scope/check.ts";
import { handoffs } from "./floor/handoffs.ts";
import { ended } from "./floor/ended.ts";
import { output } from "./output.ts";
import { unlessCutOff } from "./scope/cut-off.ts";
import { said } from "./said.ts";
import { speakers } from "./floor/speakers.ts";
import type { Scope } from "./scope/scope.ts";
import { withRemarks } from "./scope/with-remarks.ts";
import { notCalled, toolCalls } from "./calls/tool-calls.ts";
import { contextVariables, state } from "./values.ts";

/**
 * Not what is checked at the end of a trial: `judgeScope` and the runner's `customCheck` do that. What is expected of
 * tools that fail is checked of the whole case at once: see `tool-errors.ts`.
 */
type Checked = Omit<Expectation, "tool_errors" | "check">;
type Checks = { readonly [Key in keyof Checked]-?: Check<NonNullable<Checked[Key]>> };

/** The check of each key of `expect`, the most telling first. */
const CHECKS: Checks = {
  handoffs,
  speakers,
  ended,
  agent: activeAgent,
  final_agent: activeAgent,
  tool_calls: toolCalls,
  not_called: notCalled,
  output,
  said,
  context_variables: contextVariables,
  state,
  max_model_calls: maxModelCalls,
  max_tokens: maxTokens,
  max_cost: maxCost,
  max_latency_ms: maxLatencyMs,
};

/** Checks all that is expected of a turn or a case, except for what is checked at the end of its trial. */
export function checkScope(expectation: Expectation, scope: Scope): CheckResult[] {
  const results = (Object.keys(CHECKS) as (keyof Checked)[])
    .filter((key) => expectation[key] !== undefined && !isForJudge(key, expectation))
    .map((key) => {
      // The compiler cannot see that the two belong to the same key.
      const check = unlessCutOff(CHECKS[key] as Check<unknown>);
      return { check: key, turn: scope.turn, ...bounded(() => check(expectation[key], scope)) };
    });
  return withRemarks(results, scope.steps);
}

/** A pattern that takes too long says nothing of the agents. */
function bounded(check: () => Finding): Finding {
  try {
    return check();
  } catch (error) {
    if (error instanceof SlowPatternError) return unjudged(error.message);
    throw error;
  }
}

function isForJudge(key: keyof Expectation, expectation: Expectation): boolean {
  return (
    key === "output" && Object.keys(expectation.output ?? {}).every((name) => name === "judge")
  );
}
