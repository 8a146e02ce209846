import type { Case } from "../../cases/case.ts";
import { asJson } from "../../json/as-json.ts";
import type {
  CheckResult,
  TrialError,
  TrialResult,
  Verdict,
  TurnResult,
} from "../../results/result.ts";
import { SpendingBuilder } from "../../results/spending.ts";
import { isSpeaking, notedMessage } from "../../swarm/loop.ts";
import { callsOf } from "../../trajectory/calls.ts";
import type { Playing } from "./trial-progress.ts";

/** A trial that is over. */
interface EndedTrial {
  readonly playing: Playing;
  /** What its judges took. */
  readonly judges: SpendingBuilder;
  readonly error: TrialError | null;
  /** Recordings that nothing asked for, one sentence each. */
  readonly leftovers: readonly string[];
  readonly durationMs: number;
}

/** What the result file says of a trial, which counts from 1. */
export function trialResult(
  script: Case,
  trial: number,
  { playing, judges, error, leftovers, durationMs }: EndedTrial,
): TrialResult {
  const { steps, checks, costs } = playing;
  const broken = brokenTurn(script, playing);
  const replies = steps.filter((step) => step.type === "reply");
  const models = [...new Set(replies.map(({ model }) => model))];
  const agents = new SpendingBuilder();
  replies.forEach(({ model, usage }, index) =>
    agents.add(model, { calls: 1, usage: usage ?? null, cost: costs[index] ?? null }),
  );
  return {
    trial,
    model: models.join(", "),
    models: Object.fromEntries(replies.map(({ agent, model }) => [agent, model])),
    verdict: verdictOf(checks, error),
    checks,
    turns: broken === undefined ? playing.turns : [...playing.turns, broken],
    starting_agent: playing.startingAgent,
    final_agent: playing.agent,
    handoffs: steps.flatMap((step) =>
      step.type === "handoff" ? [{ turn: step.turn, from: step.from, to: step.to }] : [],
    ),
    tool_calls: callsOf(steps).map(({ contextVariables: changes, ...call }) => ({
      ...call,
      result: call.result ?? null,
      error: call.error ?? null,
      ...(changes === undefined ? {} : { context_variables: asJson(changes) }),
    })),
    context_variables: asJson(playing.contextVariables),
    state: playing.state ?? null,
    model_calls: agents.total.calls,
    usage: agents.total.usage,
    cost: agents.total.cost,
    spending: agents.byModel(),
    judge_usage: judges.total.usage,
    judge_cost: judges.total.cost,
    judges: judges.byModel(),
    duration_ms: Math.round(durationMs),
    error,
    leftovers,
  };
}

/** What could not be judged does not hide what is known to be wrong; what broke off is not known to be anything. */
function verdictOf(checks: readonly CheckResult[], error: TrialError | null): Verdict {
  if (error !== null) return "errored";
  for (const verdict of ["failed", "errored"] as const)
    if (checks.some((check) => check.verdict === verdict)) return verdict;
  return "passed";
}

/** The turn in which a trial broke off, with what was said and done until then; undefined where it broke off in none. */
function brokenTurn({ turns }: Case, playing: Playing): TurnResult | undefined {
  const script = turns[playing.turn - 1];
  if (script === undefined || playing.turns.length === playing.turn) return undefined;
  const steps = playing.steps.filter(({ turn }) => turn === playing.turn);
  return {
    user: script.user,
    messages: steps.flatMap((step) => (isSpeaking(step) ? [notedMessage(step)] : [])),
    agent: playing.agent ?? "",
    broke_off: true,
  };
}
