import type { Expectation, MatchMode } from "../cases/expectation.ts";
import { countCalls } from "../trajectory/calls.ts";
import { handoffsOf } from "../trajectory/handoffs.ts";
import type { Step, Trajectory } from "../trajectory/trajectory.ts";
import { checkScope } from "./check-scope.ts";
import type { CheckResult } from "./scope/check.ts";
import type { Moment, Scope } from "./scope/scope.ts";

/** What a step of each type may break for good, beside what its time does. */
const BREAKS: { readonly [Type in Step["type"]]?: readonly (keyof Expectation)[] } = {
  reply: ["max_model_calls", "max_tokens", "max_cost"],
  tool_call: ["not_called", "tool_calls"],
  handoff: ["handoffs"],
};

/**
 * The failed checks of what a scope cannot meet any more, whatever comes after its last step: a limit that is exceeded,
 * something forbidden that happened, a list that has become too long. The scope's steps are those from `firstStep` on.
 */
export function lostChecks(
  expectation: Expectation,
  { turn, steps: all }: Pick<Scope, "turn" | "steps">,
  firstStep = 0,
): CheckResult[] {
  const last = all.at(-1);
  const keys = [...((last && BREAKS[last.type]) ?? []), "max_latency_ms" as const];
  const expected = keys.filter((key) => expectation[key] !== undefined);
  if (expected.length === 0) return [];
  const steps = all.slice(firstStep);
  const parts = expected.flatMap((key) => {
    const part = forbiddenPart(key, expectation, steps);
    return part === undefined ? [] : [[key, part] as const];
  });
  if (parts.length === 0) return [];
  const scope = { turn, steps, before: ANY_MOMENT, after: ANY_MOMENT };
  return checkScope(Object.fromEntries(parts) as Expectation, scope).filter(
    ({ verdict }) => verdict === "failed",
  );
}

/** What may be lost speaks of steps alone. */
const ANY_MOMENT: Moment = { agent: "", contextVariables: {}, state: undefined };

/** What is expected by a key, without what later steps may still bring about. */
function forbiddenPart(
  key: keyof Expectation,
  expectation: Expectation,
  steps: Trajectory,
): unknown {
  const { tool_calls, handoffs } = expectation;
  if (key === "tool_calls" && tool_calls !== undefined) {
    const { mode, calls } = tool_calls;
    return exceeds(mode, calls, countCalls(steps)) ? tool_calls : undefined;
  }
  if (key === "handoffs" && handoffs !== undefined) {
    const { mode, route, ...bounds } = handoffs;
    if (route !== undefined && exceeds(mode, route, handoffsOf(steps).length)) return handoffs;
    return Object.keys(bounds).length === 0 ? undefined : { mode, ...bounds };
  }
  return expectation[key];
}

/** Whether more happened than a list has room for. The other modes let anything stand between. */
function exceeds(mode: MatchMode, list: readonly unknown[], count: number): boolean {
  return (mode === "exact" || mode === "subset") && count > list.length;
}
