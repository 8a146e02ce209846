import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../json/value.ts";
import {
  anything,
  chosen,
  dictionary,
  list,
  number,
  oneOf,
  openObject,
  orNull,
  string,
} from "../json/rules.ts";
import { callsOf } from "../trajectory/calls.ts";
import { handoffsOf } from "../trajectory/handoffs.ts";
import { turnsOf } from "../trajectory/turns.ts";
import type {
  AssistantMessage,
  Content,
  ReplyStep,
  ToolCall,
  ToolFailure,
  Trajectory,
  TrajectoryStep,
  Usage,
} from "../trajectory/trajectory.ts";
import type { CheckResult, TrialResult } from "./result.ts";
import { NO_TOKENS, spendingOf } from "./spending.ts";

/** A step as a result file has it, each value once: a reply's calls are the steps after it, an answer has the name of its call. */
type WrittenStep = { readonly turn: number; readonly at: number; readonly agent: string } & (
  | { readonly type: "user"; readonly content: Content }
  | {
      readonly type: "reply";
      readonly model: string;
      readonly content: Content;
      /** What else the message has; its calls too, if their steps do not say all that the model wrote. */
      readonly message?: Readonly<Record<string, unknown>>;
      /** Cached tokens are 0 if they are not there. */
      readonly usage: (Omit<Usage, "cached_tokens"> & Partial<Usage>) | null;
      /** US dollars. */
      readonly cost: number | null;
      /** Not there if it is the usual one: `tool_calls` for a reply that calls, else `stop`. */
      readonly finish_reason?: string | null;
    }
  | {
      readonly type: "tool_call";
      readonly id: string;
      readonly name: string;
      readonly arguments: unknown;
      readonly executed?: false;
    }
  | {
      readonly type: "tool_result";
      readonly content: string;
      readonly error?: string;
      readonly failure?: ToolFailure;
      readonly to?: string;
    }
  | { readonly type: "handoff"; readonly to: string }
  | { readonly type: "context_change"; readonly changes: Readonly<Record<string, unknown>> }
);

/** A trial as a result file has it: its steps, and what people's scripts read, which is made from them. */
export function writtenTrial(trial: TrialResult): object {
  const { steps, starting_agent, final_agent, judge_usage, judge_cost, judges, ...rest } = trial;
  const { trial: number, model, verdict, checks, duration_ms, error, leftovers, ...others } = rest;
  const { spending: _, ...sums } = others;
  const judged = { judge_usage, judge_cost, judges };
  return {
    trial: number,
    model,
    verdict,
    checks: checks.map(writtenCheck),
    steps: steps.map((step, index) => writtenStep(step, () => callsAfter(steps, index))),
    turns: turnsOf(steps).map(({ user, messages, agent }) => ({ user, messages, agent })),
    starting_agent,
    final_agent,
    handoffs: handoffsOf(steps),
    tool_calls: callsOf(steps).map(({ turn, agent, name, arguments: args, result, error }) => ({
      turn,
      agent,
      name,
      arguments: args,
      result: result ?? null,
      error: error ?? null,
    })),
    ...sums,
    ...(Object.keys(judges).length === 0 ? {} : judged),
    duration_ms,
    error,
    leftovers,
  };
}

/** What a check compared; the actual value only if it is another than the expected one. */
function writtenCheck({ expected, actual, ...check }: CheckResult): object {
  if (expected === undefined) return check;
  return { ...check, expected, ...(isDeepStrictEqual(actual, expected) ? {} : { actual }) };
}

function writtenStep(step: TrajectoryStep, calls: () => readonly MadeCall[]): WrittenStep {
  const { type, turn, at, agent } = step;
  const place = { turn, at, agent };
  switch (type) {
    case "user":
      return { type, ...place, content: step.content };
    case "reply": {
      const { model, message, usage = null, cost = null, finishReason = null } = step;
      const { role: _, content, tool_calls: made = [], ...others } = message;
      const more = { ...others, ...(areSaidBy(calls(), made) ? {} : { tool_calls: made }) };
      return {
        type,
        ...place,
        model,
        content,
        ...(Object.keys(more).length === 0 ? {} : { message: more }),
        usage: usage === null || usage.cached_tokens > 0 ? usage : withoutCached(usage),
        cost,
        ...(finishReason === usualReason(made) ? {} : { finish_reason: finishReason }),
      };
    }
    case "tool_call": {
      const { id, name, arguments: args, executed } = step;
      return { type, ...place, id, name, arguments: args, ...(executed ? {} : { executed }) };
    }
    case "tool_result": {
      const { content, error, failure, to } = step;
      return {
        type,
        ...place,
        content,
        ...(error === undefined ? {} : { error }),
        ...(failure === undefined ? {} : { failure }),
        ...(to === undefined ? {} : { to }),
      };
    }
    case "handoff":
      return { type, ...place, to: step.to };
    case "context_change":
      return { type, ...place, changes: step.changes };
  }
}

function withoutCached({ cached_tokens: _, ...usage }: Usage): Omit<Usage, "cached_tokens"> {
  return usage;
}

function usualReason(calls: readonly unknown[]): string {
  return calls.length > 0 ? "tool_calls" : "stop";
}

/** The calls between a reply and the next one. */
function callsAfter<Kind extends { readonly type: string }>(
  steps: readonly Kind[],
  reply: number,
): Extract<Kind, { readonly type: "tool_call" }>[] {
  const calls: Extract<Kind, { readonly type: "tool_call" }>[] = [];
  for (let at = reply + 1; at < steps.length; at++) {
    const step = steps[at] as Kind;
    if (step.type === "reply") break;
    if (step.type === "tool_call") calls.push(step as (typeof calls)[number]);
  }
  return calls;
}

/** Whether the calls of a message can be made again from their steps, to the letter. */
function areSaidBy(steps: readonly MadeCall[], calls: readonly ToolCall[]): boolean {
  return JSON.stringify(calls) === JSON.stringify(steps.map(callOf));
}

/** What a step says of its call. */
interface MadeCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}

function callOf({ id, name, arguments: args }: MadeCall): ToolCall {
  return { id, type: "function" as const, function: { name, arguments: JSON.stringify(args) } };
}

const text = string();
const PLACE = { turn: number, at: number, agent: text };
const USAGE = orNull(openObject<Usage>({ prompt_tokens: number, completion_tokens: number }));
const CONTENT = orNull(chosen((value) => (typeof value === "string" ? text : list(anything))));
/** A provider may write null for no calls. */
const CALLS = orNull(
  list(
    openObject<ToolCall>({
      id: text,
      function: openObject<ToolCall["function"]>({ name: text, arguments: text }),
    }),
  ),
);

type Loose = Readonly<Record<string, unknown>>;

const STEPS = {
  user: openObject({ ...PLACE, content: CONTENT }),
  reply: openObject<Loose>(
    { ...PLACE, model: text, content: CONTENT, usage: USAGE },
    {
      cost: orNull(number),
      finish_reason: orNull(text),
      message: openObject({}, { tool_calls: CALLS }),
    },
  ),
  tool_call: openObject({ ...PLACE, id: text, name: text, arguments: anything }),
  tool_result: openObject<Loose>(
    { ...PLACE, content: text },
    {
      error: text,
      failure: oneOf(["unknown_tool", "unusable_arguments", "threw", "crashed"]),
      to: text,
    },
  ),
  handoff: openObject({ ...PLACE, to: text }),
  context_change: openObject({ ...PLACE, changes: dictionary(anything) }),
};

/** The steps of a trial, as a result file has them. */
export const WRITTEN_STEPS = list(
  chosen((value) => {
    const type = isRecord(value) ? (value["type"] as keyof typeof STEPS) : undefined;
    return (type !== undefined && STEPS[type]) || openObject({ type: oneOf(Object.keys(STEPS)) });
  }),
);

/** What a trial without judges leaves out. */
const NOT_JUDGED = { judge_usage: NO_TOKENS, judge_cost: 0, judges: {} } as const;

/** A trial as it is read from a file that follows the rules. */
export function readTrial(written: Readonly<Record<string, unknown>>): TrialResult {
  const { turns: _turns, handoffs: _handoffs, tool_calls: _calls, ...rest } = written;
  const trial = rest as unknown as TrialResult & { readonly steps: readonly WrittenStep[] };
  const steps = readSteps(trial.steps);
  return {
    ...NOT_JUDGED,
    ...trial,
    checks: trial.checks.map(({ expected, ...check }) =>
      expected === undefined ? check : { actual: expected, expected, ...check },
    ),
    steps,
    spending: spendingOf(steps).byModel(),
  };
}

function readSteps(written: readonly WrittenStep[]): Trajectory {
  let call = { id: "", name: "" };
  return written.map((step, index): TrajectoryStep => {
    switch (step.type) {
      case "reply":
        return replyOf(step, callsAfter(written, index));
      case "tool_call":
        call = step;
        return { ...step, executed: step.executed ?? true };
      case "tool_result":
        return { ...step, id: call.id, name: call.name, error: step.error };
      case "context_change":
      case "handoff":
      case "user":
        return step;
    }
  });
}

type WrittenReply = Extract<WrittenStep, { readonly type: "reply" }>;

function replyOf(
  { content, message: more = {}, usage, cost, finish_reason: reason, ...step }: WrittenReply,
  calls: readonly MadeCall[],
): ReplyStep & TrajectoryStep {
  const made = more["tool_calls"] === undefined && calls.length > 0;
  const message: AssistantMessage = {
    role: "assistant",
    content,
    ...more,
    ...(made ? { tool_calls: calls.map(callOf) } : {}),
  };
  return {
    ...step,
    message,
    usage: usage === null ? undefined : { cached_tokens: 0, ...usage },
    cost: cost ?? undefined,
    finishReason:
      reason === undefined ? usualReason(message.tool_calls ?? []) : (reason ?? undefined),
  };
}
