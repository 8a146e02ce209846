import type { CheckResult, TrialResult } from "../../results/result.ts";
import { activeAgents } from "../../trajectory/handoffs.ts";

/** One decision on who is to have the conversation: whom the case expects, and who had it. */
export interface Routed {
  readonly expected: string;
  readonly actual: string;
}

type CheckedTrial = Pick<TrialResult, "checks" | "steps" | "starting_agent">;
type Compared = CheckResult & Required<Pick<CheckResult, "expected" | "actual">>;

/**
 * The decisions of a trial that its case says something of. A route tells each handoff up to the first that went
 * elsewhere; where a turn has no route, the agent at its end tells one. What is said twice of a turn counts once.
 */
export function routingOf(trial: CheckedTrial): Routed[] {
  const told = trial.checks.filter(
    (check): check is Compared => check.expected !== undefined && check.actual !== undefined,
  );
  const whole = told.find((check) => check.turn === null && isRoute(check));
  if (whole !== undefined) return decisions(whole, trial);
  const byTurn = new Map<number, Compared>();
  const lastTurn = trial.steps.at(-1)?.turn ?? 0;
  for (const check of told.toSorted((one, other) => precedence(one) - precedence(other)))
    byTurn.set(check.turn ?? lastTurn, check);
  return [...byTurn.values()].flatMap((check) => decisions(check, trial));
}

function isRoute({ expected }: Compared): boolean {
  return typeof expected !== "string";
}

/** A turn's own expectation says more than the whole case's, and a route more than an agent. */
function precedence(check: Compared): number {
  return (check.turn === null ? 0 : 1) + (isRoute(check) ? 2 : 0);
}

function decisions({ turn, expected, actual }: Compared, trial: CheckedTrial): Routed[] {
  if (typeof expected === "string" || typeof actual === "string")
    return [{ expected: String(expected), actual: String(actual) }];
  const [before] = activeAgents(trial.steps, trial.starting_agent, turn ?? 1);
  const hops = Math.max(expected.length, actual.length, 1);
  const routed: Routed[] = [];
  let holder = before ?? "";
  for (let hop = 0; hop < hops; hop++) {
    // Whoever is not handed on keeps the conversation.
    const one = { expected: expected[hop] ?? holder, actual: actual[hop] ?? holder };
    routed.push(one);
    if (one.expected !== one.actual) break;
    holder = one.actual;
  }
  return routed;
}
