import type { Case } from "../../cases/case.ts";
import type { Unexpected } from "../../checks/effects/unexpected.ts";
import type { CheckResult } from "../../checks/scope/check.ts";
import type { ToolError } from "../../checks/tool-errors.ts";
import type {
  FaultResult,
  TrialError,
  TrialResult,
  UserEnd,
  Verdict,
} from "../../results/result.ts";
import type { TrialFaults } from "../faults/trial-faults.ts";
import { spendingOf, type SpendingBuilder } from "../../results/spending.ts";
import type { ContextVariables, TrajectoryStep } from "../../trajectory/trajectory.ts";

/** How far a trial is. It fills as the case is played, so that a trial that breaks off has all until then. */
export class TrialProgress {
  readonly steps: TrajectoryStep[] = [];
  readonly checks: CheckResult[] = [];
  /** The texts that the requests of its replies refer to. */
  readonly texts: Record<string, string> = {};
  /** The names of the active agent and of the first one; null before there is one. */
  agent: string | null = null;
  startingAgent: string | null = null;
  /** The turn that is being played, from 1; 0 before the first. */
  turn = 0;
  turnEnded = true;
  contextVariables: ContextVariables = {};
  /** Whether the conversation was left before its end, because what was expected could not come true any more. */
  endedEarly = false;
  /** The world at the end; undefined if the agents module has no `state()`. */
  state: unknown;
  /** What happened that the case does not expect, of a trial that passed, if that was asked. */
  unexpected: Unexpected | undefined;
  /** When the conversation was over and the judges began, on the trial's clock. */
  endedAt: number | undefined;
  /** Who judges what happened: `the judge of turn 2`; undefined before the conversation is over. */
  judging: string | undefined;
  /** Whether the model that plays the user is being asked what it says next. */
  userSpeaks = false;
  /** How the user that a model plays came to its end. */
  userEnd: UserEnd | undefined;
  /** What puts in the faults of the case, if it has any. */
  faults: TrialFaults | undefined;
  /** Why the current completion is being asked for again. */
  retryReason: Error | undefined;

  /** Who is at work: `Triage Agent in turn 2`. */
  get atWork(): string {
    if (this.judging !== undefined) return this.judging;
    if (this.userSpeaks) return `the simulated user of turn ${this.turn}`;
    return this.agent === null
      ? "the agents module's factory"
      : `${this.agent} in turn ${this.turn}`;
  }
}

/** A trial that is over. */
interface EndedTrial {
  readonly progress: TrialProgress;
  /** As JSON has them. */
  readonly contextVariables: ContextVariables;
  /** What its judges used. */
  readonly judges: SpendingBuilder;
  /** What the model used that played its user. */
  readonly user: SpendingBuilder;
  readonly error: TrialError | null;
  /** The calls that failed unexpectedly. */
  readonly toolErrors: readonly ToolError[];
  /** What became of the faults that were put in. */
  readonly faults?: readonly FaultResult[] | undefined;
  readonly rest: RecordedRest;
  readonly durationMs: number;
}

/** What a recording still has when its trial is over. */
export interface RecordedRest {
  /** Recordings that nothing asked for, one sentence each; none if the trial ended early. */
  readonly leftovers: readonly string[];
  /** Completions among what was not asked for; null where nothing is known of them. */
  readonly completions: number | null;
  /** What its child processes and worker threads were refused. */
  readonly refused?: readonly string[];
  /** Where the trial first asked something else than its recording, and was answered by it all the same. */
  readonly strayed?: string | undefined;
}

/** The result of a trial, which is numbered from 1. */
export function trialResult(
  testCase: Case,
  trial: number,
  {
    progress,
    contextVariables,
    judges,
    user,
    error,
    toolErrors,
    faults,
    rest,
    durationMs,
  }: EndedTrial,
): TrialResult {
  const { steps, checks, texts, turn, turnEnded, endedEarly } = progress;
  // Nobody knows how much a simulated user would have said.
  const left = Math.max(0, testCase.turns.length - turn);
  const early = { turn, turns_left: left, saved_calls: rest.completions };
  const agents = spendingOf(steps);
  return {
    trial,
    model: Object.keys(agents.byModel()).join(", "),
    verdict: verdictOf(checks, error),
    checks,
    steps,
    ...(Object.keys(texts).length === 0 ? {} : { texts }),
    starting_agent: progress.startingAgent,
    final_agent: progress.agent,
    context_variables: contextVariables,
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
    leftovers: rest.leftovers,
    ...(endedEarly && error === null ? { ended_early: early } : {}),
    ...(testCase.user === undefined
      ? {}
      : { simulated_user: { end: progress.userEnd ?? null, ...tookOf(user) } }),
    ...(progress.unexpected === undefined || error !== null
      ? {}
      : { unexpected: progress.unexpected }),
    ...(faults === undefined ? {} : { faults }),
    ...(toolErrors.length === 0 ? {} : { tool_errors: toolErrors }),
    ...(rest.refused?.length ? { refused: rest.refused } : {}),
    ...(rest.strayed === undefined ? {} : { strayed: rest.strayed }),
  };
}

function tookOf(user: SpendingBuilder) {
  const { usage, cost } = user.total;
  return { usage, cost, spending: user.byModel() };
}

/** A failed check counts more than one that could not be judged. */
function verdictOf(checks: readonly CheckResult[], error: TrialError | null): Verdict {
  if (error !== null) return "errored";
  const verdicts = new Set(checks.map(({ verdict }) => verdict));
  return verdicts.has("failed") ? "failed" : verdicts.has("errored") ? "errored" : "passed";
}
