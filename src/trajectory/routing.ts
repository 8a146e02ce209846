import { activeAgents } from "./handoffs.ts";
import type { Trajectory } from "./trajectory.ts";

/** A decision on who is to have the conversation. */
export interface RoutingDecision {
  readonly expected: string;
  readonly actual: string;
}

/** A check on who has the conversation, and any other: a name or a route of what was expected and what was there. */
interface CheckOnAgents {
  readonly check: string;
  readonly turn: number | null;
  readonly expected?: string | readonly string[];
  readonly actual?: string | readonly string[];
}

interface CheckedTrial {
  readonly checks: readonly CheckOnAgents[];
  readonly steps: Trajectory;
  readonly starting_agent: string | null;
}

/** Those that say who was to have the conversation. */
const ROUTING = new Set(["handoffs", "speakers", "agent", "final_agent"]);

type Comparison = Required<CheckOnAgents>;

/**
 * The decisions of a trial for which its case expects something. A route yields each handoff up to the first that went
 * elsewhere; in a turn without a route, the agent at its end yields one. What is expected twice of a turn counts once.
 */
export function routingOf(trial: CheckedTrial): RoutingDecision[] {
  const comparisons = trial.checks.filter(
    (check): check is Comparison =>
      ROUTING.has(check.check) && check.expected !== undefined && check.actual !== undefined,
  );
  const whole = comparisons.find((check) => check.turn === null && isRoute(check));
  if (whole !== undefined) return decisions(whole, trial);
  const byTurn = new Map<number, Comparison>();
  const lastTurn = trial.steps.at(-1)?.turn ?? 0;
  for (const check of comparisons.toSorted((one, other) => precedence(one) - precedence(other)))
    byTurn.set(check.turn ?? lastTurn, check);
  return [...byTurn.values()].flatMap((check) => decisions(check, trial));
}

function isRoute({ expected }: Comparison): boolean {
  return typeof expected !== "string";
}

/** A turn's own expectation says more than that of the whole case, and a route more than an agent. */
function precedence(check: Comparison): number {
  return (check.turn === null ? 0 : 1) + (isRoute(check) ? 2 : 0);
}

function decisions({ turn, expected, actual }: Comparison, trial: CheckedTrial): RoutingDecision[] {
  if (typeof expected === "string" || typeof actual === "string")
    return [{ expected: String(expected), actual: String(actual) }];
  const [before] = activeAgents(trial.steps, trial.starting_agent, turn ?? 1);
  const hops = Math.max(expected.length, actual.length, 1);
  const found: RoutingDecision[] = [];
  let holder = before ?? "";
  for (let hop = 0; hop < hops; hop++) {
    // Without a handoff the holder keeps the conversation.
    const decision = { expected: expected[hop] ?? holder, actual: actual[hop] ?? holder };
    found.push(decision);
    if (decision.expected !== decision.actual) break;
    holder = decision.actual;
  }
  return found;
}
