import { canonicalJson } from "../json/canonical.ts";
import { callsOf, isAnswer, type Call } from "../trajectory/calls.ts";
import { handoffsOf } from "../trajectory/handoffs.ts";
import { turnsOf, type Turn } from "../trajectory/turns.ts";
import type {
  CodeStep,
  Content,
  EndedStep,
  ReplyStep,
  ReturnedFile,
  SaidStep,
  ToolCall,
  ToolCallStep,
  ToolFailure,
  Trajectory,
  TrajectoryStep,
  Usage,
} from "../trajectory/trajectory.ts";
import type { CheckResult, TrialError, TrialResult } from "./result.ts";

/**
 * A step in a result file, each value once: a reply's calls are the steps after it, an answer has the name of its call.
 * Undefined values are left out of the file.
 */
export type WrittenStep = { readonly turn: number; readonly at: number; readonly agent: string } & (
  | { readonly type: "user"; readonly content: Content; readonly simulated?: true | undefined }
  | {
      readonly type: "reply";
      readonly faults?: ReplyStep["faults"];
      readonly model: string;
      /** Left out if it is the model that was asked. */
      readonly answered_by?: string | undefined;
      /** Left out if the first provider answered. */
      readonly tried?: ReplyStep["tried"];
      readonly content: Content;
      /** The rest of the message; its calls too, if their steps do not say all that the model wrote. */
      readonly message?: Readonly<Record<string, unknown>> | undefined;
      /** Cached tokens are left out if they are 0. */
      readonly usage: (Omit<Usage, "cached_tokens"> & Partial<Usage>) | null;
      /** US dollars. */
      readonly cost: number | null;
      /** Null if the provider gave none. Files of earlier versions leave out the usual one. */
      readonly finish_reason?: string | null | undefined;
      readonly looks_like?: ReplyStep["looksLike"];
      /** What the model was sent. */
      readonly request?: ReplyStep["request"];
      readonly aside?: true | undefined;
    }
  | {
      readonly type: "tool_call";
      /** Left out if the call has none, a `function_call` of old. */
      readonly id?: string | undefined;
      readonly name: string;
      readonly arguments: unknown;
      readonly executed?: false | undefined;
    }
  | {
      readonly type: "tool_result";
      /** That of its call. Both are left out if that is the latest one: nobody else was given the floor. */
      readonly id?: string | undefined;
      readonly name?: string | undefined;
      readonly content: string;
      readonly error?: string | undefined;
      readonly failure?: ToolFailure | undefined;
      /** Its bytes are in the folder `media` beside the results. */
      readonly file?: Omit<ReturnedFile, "bytes"> | undefined;
      /** The fault that was put in. */
      readonly fault?: string | undefined;
      readonly to?: string | undefined;
    }
  | { readonly type: "handoff"; readonly to: string }
  | { readonly type: "context_change"; readonly changes: Readonly<Record<string, unknown>> }
  | { readonly type: "turn_limit"; readonly max_turns: number }
  | Pick<SaidStep, "type" | "content" | "by">
  | Omit<CodeStep, "agent">
  | Pick<EndedStep, "type" | "reason" | "rounds" | "failed">
);

/** What people's scripts read of steps. */
interface Views {
  readonly turns?: readonly object[];
  readonly handoffs?: readonly object[];
  readonly tool_calls?: readonly object[];
}

function viewsOf(steps: Trajectory): Views {
  return {
    turns: turnsOf(steps).map(writtenTurn),
    handoffs: handoffsOf(steps),
    tool_calls: callsOf(steps).map(writtenCall),
  };
}

/** A trial for `JSON.stringify`: its steps, and views of them for people's scripts, which readers of ours do without. */
export function writtenTrial(trial: TrialResult, views: Views = viewsOf(trial.steps)): object {
  const { steps, starting_agent, final_agent, judge_usage, judge_cost, judges, ...rest } = trial;
  const { trial: number, model, verdict, checks, duration_ms, error, leftovers, ...others } = rest;
  const { spending: _, texts: _texts, ...sums } = others;
  const judged = { judge_usage, judge_cost, judges };
  return {
    trial: number,
    model,
    verdict,
    checks: checks.map(writtenCheck),
    steps: writtenSteps(steps),
    turns: views.turns,
    starting_agent,
    final_agent,
    handoffs: views.handoffs,
    tool_calls: views.tool_calls,
    ...sums,
    ...(Object.keys(judges).length === 0 ? {} : judged),
    duration_ms,
    error,
    leftovers,
  };
}

function writtenTurn({ user, messages, agent }: Turn): object {
  return { user, messages, agent };
}

function writtenCall({ turn, agent, name, arguments: args, result, error }: Call): object {
  return {
    turn,
    agent,
    name,
    arguments: args,
    result: result ?? null,
    error: error ?? null,
  };
}

/** What a check compared; the actual value only if it differs from the expected one. */
function writtenCheck({ expected, actual, ...check }: CheckResult): object {
  if (expected === undefined) return check;
  const same = canonicalJson(actual) === canonicalJson(expected);
  return { ...check, expected, actual: same ? undefined : actual };
}

function writtenSteps(steps: Trajectory): WrittenStep[] {
  let latest: ToolCallStep | undefined;
  return steps.map((step, index) => {
    if (step.type === "tool_call") latest = step;
    const written = writtenStep(step, () => callsAfter(steps, index));
    if (step.type !== "tool_result" || latest === undefined || isAnswer(step, latest))
      return written;
    const { id, name } = step;
    return { ...written, id, name } as WrittenStep;
  });
}

function writtenStep(step: TrajectoryStep, calls: () => readonly CallStep[]): WrittenStep {
  const { type, turn, at, agent } = step;
  const place = { turn, at, agent };
  switch (type) {
    case "user":
      return { type, ...place, content: step.content, simulated: step.simulated };
    case "reply": {
      const { model, answeredBy, message, usage = null, cost = null, finishReason = null } = step;
      const { role: _, content, tool_calls: made = [], ...others } = message;
      const more = { ...others, ...(canBeDerived(made, calls()) ? {} : { tool_calls: made }) };
      return {
        type,
        ...place,
        model,
        answered_by: answeredBy,
        tried: step.tried,
        content,
        message: Object.keys(more).length === 0 ? undefined : more,
        usage: usage === null || usage.cached_tokens > 0 ? usage : withoutCached(usage),
        cost,
        finish_reason: finishReason,
        aside: step.aside,
        faults: step.faults,
        looks_like: step.looksLike,
        request: step.request,
      };
    }
    case "tool_call": {
      const { id, name, arguments: args, executed } = step;
      return { type, ...place, id, name, arguments: args, executed: executed ? undefined : false };
    }
    case "tool_result": {
      const { content, error, failure, file, fault, to } = step;
      return { type, ...place, content, error, failure, file, fault, to };
    }
    case "handoff":
      return { type, ...place, to: step.to };
    case "context_change":
      return { type, ...place, changes: step.changes };
    case "turn_limit":
      return { type, ...place, max_turns: step.max_turns };
    case "code": {
      const { language, file, exit_code, output, stopped } = step;
      return { type, ...place, language, file, exit_code, output, stopped };
    }
    case "said":
      return { type, ...place, content: step.content, by: step.by };
    case "ended":
      return { type, ...place, reason: step.reason, rounds: step.rounds, failed: step.failed };
  }
}

function withoutCached({ cached_tokens: _, ...usage }: Usage): Omit<Usage, "cached_tokens"> {
  return usage;
}

/**
 * The calls with an id between a reply and the next one of the same agent: the others stand in the message. Between an
 * agent's calls may stand what others did.
 */
export function callsAfter(
  steps: readonly (TrajectoryStep | WrittenStep)[],
  reply: number,
): CallStep[] {
  const calls: CallStep[] = [];
  const agent = steps[reply]?.agent;
  for (let index = reply + 1; index < steps.length; index++) {
    const step = steps[index] as TrajectoryStep | WrittenStep;
    if (step.type === "user" || (step.type === "reply" && step.agent === agent)) break;
    if (step.type === "tool_call" && step.agent === agent && step.id !== undefined)
      calls.push({ ...step, id: step.id });
  }
  return calls;
}

/** Whether the calls of a message follow from their steps, to the letter. */
function canBeDerived(calls: readonly ToolCall[], steps: readonly CallStep[]): boolean {
  if (calls.length !== steps.length) return false;
  return calls.length === 0 || JSON.stringify(calls) === JSON.stringify(steps.map(callOf));
}

/** What a call's step says of it. */
export interface CallStep {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}

/** A call as a message has it. */
export function callOf({ id, name, arguments: args }: CallStep): ToolCall {
  return { id, type: "function" as const, function: { name, arguments: JSON.stringify(args) } };
}

/** A trial as it stands in a result file. Throws RangeError for one that no string can hold. */
export function trialText(trial: TrialResult): Buffer {
  return Buffer.from(JSON.stringify(writtenTrial(trial)));
}

/** How many bytes a trial may have in a result file: a fraction of what a string can hold. */
const LARGEST = 128 * 1024 ** 2;

/** A trial, and how it stands in a result file. */
export interface WrittenTrial {
  readonly result: TrialResult;
  readonly text: Buffer;
}

/** A trial that is larger than a file can take has errored, and nothing is kept of what happened in it. */
export function written(trial: TrialResult): WrittenTrial {
  const text = textUpTo(LARGEST, trial);
  if (text !== undefined) return { result: trial, text };
  const result = tooLarge(trial);
  return { result, text: trialText(result) };
}

/** What is kept of a trial that is larger than a file can take. */
export function tooLarge(trial: TrialResult): TrialResult {
  const message = `What happened in this trial was not written: it has more than ${LARGEST / 1024 ** 2} MB. Have tools return less, or play fewer turns.`;
  return withoutEvents(trial, { kind: "agents_module", message });
}

function textUpTo(most: number, trial: TrialResult): Buffer | undefined {
  try {
    const text = trialText(trial);
    return text.length > most ? undefined : text;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A trial that has errored, of which nothing is kept but what it took. */
export function withoutEvents(trial: TrialResult, error: TrialError): TrialResult {
  const { tool_errors: _errors, refused: _refused, ended_early: _early, ...others } = trial;
  const { unexpected: _unexpected, texts: _texts, faults: _faults, ...kept } = others;
  return {
    ...kept,
    verdict: "errored",
    checks: [],
    steps: [],
    context_variables: {},
    state: null,
    error,
    leftovers: [],
  };
}
