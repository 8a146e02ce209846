import type { Expectation, MatchMode } from "../cases/expectation.ts";
import { countCalls } from "../trajectory/calls.ts";
import { handoffsOf } from "../trajectory/handoffs.ts";
import type { Step, Trajectory } from "../trajectory/trajectory.ts";
import { checkScope } from "./check-scope.ts";
import type { CheckResult } from "./scope/check.ts";
import type { Moment, Scope } from "./scope/scope.ts";

/**
 * The failed checks of what a scope cannot meet any more, whatever comes after its last step: a limit that is exceeded,
 * something forbidden that happened, a list that has become too long.
 */
export function lostChecks(
  expectation: Expectation,
  { turn, steps }: Pick<Scope, "turn" | "steps">,
): CheckResult[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const forbidden = forbiddenBy(expectation, last.type, steps);
  if (Object.keys(forbidden).length === 0) return [];
  const scope = { turn, steps, before: ANY_MOMENT, after: ANY_MOMENT };
  return checkScope(forbidden, scope).filter(({ verdict }) => verdict === "failed");
}

/** Whether a step of this type may break anything of an expectation for good. */
export function mayLose(expectation: Expectation, type: Step["type"]): boolean {
  const { max_latency_ms, max_model_calls, max_tokens, max_cost } = expectation;
  if (max_latency_ms !== undefined) return true;
  switch (type) {
    case "reply":
      return (max_model_calls ?? max_tokens ?? max_cost) !== undefined;
    case "tool_call":
      return (expectation.not_called ?? expectation.tool_calls) !== undefined;
    case "handoff":
      return expectation.handoffs !== undefined;
    default:
      return false;
  }
}

/** What may be lost speaks of steps alone. */
const ANY_MOMENT: Moment = { agent: "", contextVariables: {}, state: undefined };

/** The parts of an expectation that a step of this type may break for good. */
function forbiddenBy(
  { max_latency_ms, handoffs, tool_calls, ...expected }: Expectation,
  type: Step["type"],
  steps: Trajectory,
): Expectation {
  const { not_called, max_model_calls, max_tokens, max_cost } = expected;
  const always = given({ max_latency_ms });
  if (type === "reply") return { ...always, ...given({ max_model_calls, max_tokens, max_cost }) };
  if (type === "tool_call") {
    const isTooLong =
      tool_calls !== undefined && exceeds(tool_calls.mode, tool_calls.calls, countCalls(steps));
    return { ...always, ...given({ not_called }), ...(isTooLong ? { tool_calls } : {}) };
  }
  if (type !== "handoff" || handoffs === undefined) return always;
  const { mode, route, never, max } = handoffs;
  const isTooLong = route !== undefined && exceeds(mode, route, handoffsOf(steps).length);
  return {
    ...always,
    handoffs: { mode, ...given({ never, max }), ...(isTooLong ? { route } : {}) },
  };
}

/** Whether more happened than a list has room for. The other modes let anything stand between. */
function exceeds(mode: MatchMode, list: readonly unknown[], count: number): boolean {
  return (mode === "exact" || mode === "subset") && count > list.length;
}

/** The keys that have a value. */
function given<Part extends object>(part: Part): { [Key in keyof Part]?: NonNullable<Part[Key]> } {
  const entries = Object.entries(part).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Part]?: NonNullable<Part[Key]> };
}
