import { describeContent } from "../../trajectory/content.ts";
import type { HandoffResult, TrialResult, TurnResult } from "../../results/result.ts";

/** Something that an agent did. */
export type Deed =
  | { readonly type: "reply"; readonly agent: string; readonly text: string }
  | {
      readonly type: "call";
      readonly agent: string;
      readonly name: string;
      /** As the model wrote them. */
      readonly arguments: string;
      /** What the model was answered; null where it was not. */
      readonly answer: string | null;
      /** What became of the call where it has no answer. In a turn that broke off, that may have been in its midst. */
      readonly unanswered: "not executed" | "not answered";
      readonly error: string | null;
      /** Whom the call handed the conversation to. */
      readonly to: string | null;
    }
  /** A handoff that no answer of a call tells of. */
  | { readonly type: "handoff"; readonly from: string; readonly to: string };

/** A turn as it is told to a reader. */
export interface ToldTurn {
  /** Counts from 1. */
  readonly turn: number;
  readonly user: string;
  /** Whether the trial broke off in it. */
  readonly brokeOff: boolean;
  readonly deeds: readonly Deed[];
}

/** A trial as it was spoken: what each agent said, called and was answered, and where it handed off, in order. */
export function conversation(
  trial: Pick<TrialResult, "turns" | "handoffs" | "tool_calls">,
): ToldTurn[] {
  return trial.turns.map((turn, index) => toldTurn(turn, index + 1, trial));
}

interface CallInMessage {
  readonly id?: unknown;
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown };
}

function toldTurn(
  turn: TurnResult,
  number: number,
  trial: Pick<TrialResult, "handoffs" | "tool_calls">,
): ToldTurn {
  const { messages } = turn;
  const answers = new Map(
    messages
      .filter(({ role }) => role === "tool")
      .map((message) => [message["tool_call_id"], describeContent(message["content"])]),
  );
  const outcomes = trial.tool_calls.filter((call) => call.turn === number);
  const handoffs = trial.handoffs.filter((handoff) => handoff.turn === number);
  const replies = messages.filter(({ role }) => role === "assistant");
  const deeds: Deed[] = [];
  for (const [index, message] of replies.entries()) {
    const agent = String(message["sender"]);
    const text = describeContent(message["content"] ?? message["refusal"]);
    if (text !== "") deeds.push({ type: "reply", agent, text });
    const calls = ((message["tool_calls"] ?? []) as readonly CallInMessage[]).map((call) => ({
      type: "call" as const,
      agent,
      name: String(call.function?.name),
      arguments: describeContent(call.function?.arguments),
      answer: answers.get(call.id) ?? null,
      unanswered: turn.broke_off === true ? ("not answered" as const) : ("not executed" as const),
      error: outcomes.shift()?.error ?? null,
      to: null,
    }));
    const next = String(replies[index + 1]?.["sender"] ?? turn.agent);
    const handoff =
      handoffs[0]?.from === agent && handoffs[0].to === next ? handoffs.shift() : undefined;
    deeds.push(...withHandoff(calls, handoff));
  }
  return {
    turn: number,
    user: describeContent(turn.user),
    brokeOff: turn.broke_off === true,
    deeds: [...deeds, ...handoffs.map(({ from, to }) => ({ type: "handoff" as const, from, to }))],
  };
}

type CallDeed = Extract<Deed, { type: "call" }>;

/** The handoff stands with the call that answered it; of several the last took effect. */
function withHandoff(calls: readonly CallDeed[], handoff: HandoffResult | undefined): Deed[] {
  if (handoff === undefined) return [...calls];
  const { from, to } = handoff;
  const by = calls.findLastIndex(({ answer }) => answer === JSON.stringify({ assistant: to }));
  if (by < 0) return [...calls, { type: "handoff", from, to }];
  return calls.map((call, index) => (index === by ? { ...call, to } : call));
}
