import { asJson } from "../../json/as-json.ts";
import type { CheckResult, TrialError, TrialResult, Verdict } from "../../results/result.ts";
import { spendingOf } from "../../results/spending.ts";
import type { SpendingBuilder } from "../../results/spending.ts";
import type { TrialProgress } from "./trial-progress.ts";

/** A trial that is over. */
interface EndedTrial {
  readonly progress: TrialProgress;
  /** What its judges used. */
  readonly judges: SpendingBuilder;
  readonly error: TrialError | null;
  /** Recordings that nothing asked for, one sentence each. */
  readonly leftovers: readonly string[];
  readonly durationMs: number;
}

/** The result of a trial, which counts from 1. */
export function trialResult(
  trial: number,
  { progress, judges, error, leftovers, durationMs }: EndedTrial,
): TrialResult {
  const { steps, checks, turn, turnEnded } = progress;
  const agents = spendingOf(steps);
  return {
    trial,
    model: Object.keys(agents.byModel()).join(", "),
    verdict: verdictOf(checks, error),
    checks,
    steps,
    starting_agent: progress.startingAgent,
    final_agent: progress.agent,
    context_variables: asJson(progress.contextVariables),
    state: progress.state ?? null,
    model_calls: agents.total.calls,
    usage: agents.total.usage,
    cost: agents.total.cost,
    spending: agents.byModel(),
    judge_usage: judges.total.usage,
    judge_cost: judges.total.cost,
    judges: judges.byModel(),
    duration_ms: Math.round(durationMs),
    error: error === null || turnEnded ? error : { ...error, turn },
    leftovers,
  };
}

/** A check that could not be judged does not hide one that failed; of a trial that broke off nothing is known. */
function verdictOf(checks: readonly CheckResult[], error: TrialError | null): Verdict {
  if (error !== null) return "errored";
  for (const verdict of ["failed", "errored"] as const)
    if (checks.some((check) => check.verdict === verdict)) return verdict;
  return "passed";
}
