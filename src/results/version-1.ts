import { isRecord } from "../json/value.ts";
import { anything, dictionary, list, number, openObject, orNull, string } from "../json/rules.ts";
import type { Content, Step, ToolCall, TrajectoryStep } from "../trajectory/trajectory.ts";
import type { TrialError, TrialResult } from "./result.ts";

// Version 1, which swarm-eval 0.1 wrote, has the views of a trial in place of its steps.

interface Message1 {
  readonly role?: unknown;
  readonly content?: Content;
  readonly sender?: string;
  readonly tool_calls?: readonly Pick<ToolCall, "id" | "function">[] | null;
  readonly [field: string]: unknown;
}

interface Turn1 {
  readonly user: Content;
  readonly messages: readonly Message1[];
  readonly agent: string;
  readonly broke_off?: true;
}

interface Call1 {
  readonly turn: number;
  readonly agent: string;
  readonly name: string;
  readonly arguments: unknown;
  readonly result: string | null;
  readonly error: string | null;
  readonly context_variables?: Readonly<Record<string, unknown>>;
}

interface Handoff1 {
  readonly turn: number;
  readonly from: string;
  readonly to: string;
}

interface Trial1 extends Omit<TrialResult, "steps"> {
  readonly models?: Readonly<Record<string, string>>;
  readonly turns: readonly Turn1[];
  readonly handoffs: readonly Handoff1[];
  readonly tool_calls: readonly Call1[];
}

const text = string();
const CALL_OF_MESSAGE = openObject({
  id: text,
  function: openObject({ name: text, arguments: text }),
});

/** The views, which stand in place of steps. */
export const VIEWS_1 = {
  turns: list(
    openObject<Turn1>({
      messages: list(openObject<Message1>({}, { tool_calls: orNull(list(CALL_OF_MESSAGE)) })),
      agent: text,
    }),
  ),
  handoffs: list(openObject<Handoff1>({ turn: number, from: text, to: text })),
  tool_calls: list(
    openObject<Call1>(
      { turn: number, agent: text, name: text, result: orNull(text), error: orNull(text) },
      { context_variables: dictionary(anything) },
    ),
  ),
};

/** Adds the steps. When they happened and what each reply took is not known. */
export function trialOfVersion1({
  models = {},
  turns,
  handoffs,
  tool_calls: calls,
  ...trial
}: Trial1): TrialResult {
  const brokenTurn = turns.findIndex((turn) => turn.broke_off === true) + 1;
  const error: TrialError | null =
    trial.error === null || brokenTurn === 0 ? trial.error : { ...trial.error, turn: brokenTurn };
  const modelOf = (agent: string): string => models[agent] ?? trial.model;
  let active = trial.starting_agent ?? "";
  const steps = turns.flatMap((turn, index) => {
    const ofTurn = <Part extends { readonly turn: number }>(parts: readonly Part[]): Part[] =>
      parts.filter((part) => part.turn === index + 1);
    const its = stepsOfTurn(turn, active, ofTurn(calls), ofTurn(handoffs), modelOf);
    active = turn.agent;
    return its.map((step): TrajectoryStep => ({ ...step, turn: index + 1, at: 0 }));
  });
  return { ...trial, error, steps };
}

function stepsOfTurn(
  { user, messages, agent: last, broke_off: brokeOff }: Turn1,
  first: string,
  calls: Call1[],
  handoffs: Handoff1[],
  modelOf: (agent: string) => string,
): Step[] {
  const steps: Step[] = [{ type: "user", agent: first, content: user }];
  const replies = messages.filter(({ role }) => role === "assistant");
  for (const [index, { sender = "", ...message }] of replies.entries()) {
    const { content = null, tool_calls: given, ...others } = message;
    const made = given ?? [];
    const calling = made.length === 0 ? {} : { tool_calls: made as readonly ToolCall[] };
    steps.push({
      type: "reply",
      agent: sender,
      model: modelOf(sender),
      message: { ...others, role: "assistant", content, ...calling },
      usage: undefined,
      finishReason: undefined,
    });
    const next = replies[index + 1]?.sender ?? last;
    const [ahead] = handoffs;
    const handoff = ahead?.from === sender && ahead.to === next ? handoffs.shift() : undefined;
    const outcomes = calls.splice(0, made.length);
    steps.push(
      ...outcomes.flatMap((call, at) =>
        stepsOfCall(call, made[at]?.id ?? "", handoff?.to, brokeOff === true),
      ),
    );
    const changes = outcomes.at(-1)?.context_variables;
    if (changes !== undefined) steps.push({ type: "context_change", agent: sender, changes });
    if (handoff !== undefined) steps.push({ type: "handoff", agent: sender, to: handoff.to });
  }
  const others = handoffs.map(({ from, to }): Step => ({ type: "handoff", agent: from, to }));
  return [...steps, ...others];
}

/** A call without an answer was not executed, or the turn broke off in its midst. */
function stepsOfCall(
  call: Call1,
  id: string,
  handedTo: string | undefined,
  brokeOff: boolean,
): Step[] {
  const { agent, name, arguments: args, result, error } = call;
  const executed = result !== null || brokeOff;
  const called: Step = { type: "tool_call", agent, id, name, arguments: args, executed };
  if (result === null) return [called];
  const failure = error === `Tool ${name} not found.` ? ("unknown_tool" as const) : undefined;
  const to = result === JSON.stringify({ assistant: handedTo }) ? handedTo : undefined;
  const answer = { content: result, error: error ?? undefined, failure, to };
  return [called, { type: "tool_result", agent, id, name, ...answer }];
}

/** Names of version 1 with those of today. */
const RENAMED: Readonly<Record<string, string>> = {
  parting: "divergence",
  answered_otherwise: "tool_answer_differs_at",
  untold: "unresolved",
};

/** Below these keys are the words of agents, not ours. */
const VERBATIM = new Set(["rows", "values", "summary"]);

/** The end of a result, with the names of today. */
export function endOfVersion1(end: unknown): unknown {
  if (Array.isArray(end)) return end.map(endOfVersion1);
  if (!isRecord(end)) return end;
  return Object.fromEntries(
    Object.entries(end).map(([key, value]) => [
      RENAMED[key] ?? key,
      VERBATIM.has(key) ? value : endOfVersion1(value),
    ]),
  );
}
