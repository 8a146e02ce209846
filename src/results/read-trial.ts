import { knownUsage, NO_TOKENS, spendingOf } from "./spending.ts";
import type { TrialResult } from "./result.ts";
import { textsFor } from "../trajectory/texts.ts";
import type {
  AssistantMessage,
  ReplyStep,
  ToolCallStep,
  Trajectory,
  TrajectoryStep,
} from "../trajectory/trajectory.ts";
import { callOf, callsAfter, type CallStep, type WrittenStep } from "./written-trial.ts";

/** A trial without judges leaves these out. */
const NOT_JUDGED = { judge_usage: NO_TOKENS, judge_cost: 0, judges: {} } as const;

/** Reads a trial that follows the rules; `known` has the texts of its file so far. */
export function readTrial(
  written: Readonly<Record<string, unknown>>,
  known: ReadonlyMap<string, string> = new Map(),
): TrialResult {
  const { turns: _turns, handoffs: _handoffs, tool_calls: _calls, ...rest } = written;
  const trial = rest as unknown as TrialResult & { readonly steps: readonly WrittenStep[] };
  const steps = readSteps(trial.steps);
  const texts = textsFor(steps, known);
  return {
    ...NOT_JUDGED,
    ...trial,
    ...(texts === undefined ? {} : { texts }),
    checks: trial.checks.map(({ expected, ...check }) =>
      expected === undefined ? check : { actual: expected, expected, ...check },
    ),
    steps,
    spending: spendingOf(steps).byModel(),
  };
}

function readSteps(written: readonly WrittenStep[]): Trajectory {
  let call: Pick<ToolCallStep, "id" | "name"> = { id: undefined, name: "" };
  return written.map((step, index): TrajectoryStep => {
    switch (step.type) {
      case "reply":
        return replyOf(step, callsAfter(written, index));
      case "tool_call":
        call = { id: step.id, name: step.name };
        return { ...step, ...call, executed: step.executed ?? true };
      case "tool_result":
        return { ...step, ...(step.name === undefined ? call : named(step)), error: step.error };
      case "context_change":
      case "handoff":
      case "turn_limit":
      case "said":
      case "code":
      case "ended":
      case "user":
        return step;
    }
  });
}

function named({ id, name = "" }: WrittenAnswer): Pick<ToolCallStep, "id" | "name"> {
  return { id, name };
}

type WrittenAnswer = Extract<WrittenStep, { readonly type: "tool_result" }>;

type WrittenReply = Extract<WrittenStep, { readonly type: "reply" }>;

function replyOf(written: WrittenReply, calls: readonly CallStep[]): ReplyStep & TrajectoryStep {
  const { content, message: more = {}, usage, cost, ...others } = written;
  const { answered_by: answeredBy, finish_reason: reason, looks_like: looksLike, ...step } = others;
  const known = knownUsage(usage);
  const { tool_calls: kept, ...rest } = more;
  const made = kept === undefined && calls.length > 0;
  const message: AssistantMessage = {
    role: "assistant",
    content,
    // None at all stands there where the calls after the reply are not its own.
    ...(Array.isArray(kept) && kept.length === 0 ? rest : more),
    ...(made ? { tool_calls: calls.map(callOf) } : {}),
  };
  return {
    ...step,
    ...(answeredBy === undefined ? {} : { answeredBy }),
    ...(looksLike === undefined ? {} : { looksLike }),
    message,
    usage: known === null ? undefined : { cached_tokens: 0, ...known },
    cost: cost ?? undefined,
    finishReason:
      reason === undefined ? usualReason(message.tool_calls ?? []) : (reason ?? undefined),
  };
}

/** What earlier versions left out: `tool_calls` for a reply that calls, else `stop`. */
function usualReason(calls: readonly unknown[]): string {
  return calls.length > 0 ? "tool_calls" : "stop";
}
