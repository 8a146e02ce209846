import { canonicalJson } from "../../json/canonical.ts";
import { contentText } from "../../trajectory/content.ts";
import type { PathStep } from "../../results/gate-result.ts";
import type { HandoffResult, ToolCallResult, TrialResult } from "../../results/result.ts";
import { cut } from "../../text/printable.ts";

const LONGEST_TEXT = 200;
const LONGEST_ARGUMENTS = 400;
const LONGEST_STATE = 4000;

/** What the agents did in a trial, step by step, as a baseline keeps it: calls with what came of them, handoffs, replies. */
export function pathOf({
  turns,
  handoffs,
  tool_calls: calls,
}: Pick<TrialResult, "turns" | "handoffs" | "tool_calls">): PathStep[] {
  const path: PathStep[] = [];
  turns.forEach(({ messages, agent: last }, index) => {
    const turn = index + 1;
    const made = calls.filter((call) => call.turn === turn);
    const handed = handoffs.filter((handoff) => handoff.turn === turn);
    let speaker: string | undefined;
    for (const message of messages) {
      if (message["role"] !== "assistant") continue;
      const agent = String(message["sender"] ?? "");
      if (speaker !== undefined) path.push(...taken(handed, speaker, agent));
      speaker = agent;
      const said = contentText(message["content"]).trim();
      if (said !== "") path.push({ turn, agent, reply: cut(said, LONGEST_TEXT) });
      const count = Array.isArray(message["tool_calls"]) ? message["tool_calls"].length : 0;
      path.push(...made.splice(0, count).map((call) => callStep(call, handed)));
    }
    if (speaker !== undefined) path.push(...taken(handed, speaker, last));
  });
  return path;
}

/** The handoff that lies between two replies, if there is one. */
function taken(handed: HandoffResult[], from: string, to: string): PathStep[] {
  const [next] = handed;
  if (next === undefined || next.from !== from || next.to !== to) return [];
  handed.shift();
  return [{ turn: next.turn, agent: from, handoff: to }];
}

function callStep(call: ToolCallResult, handed: readonly HandoffResult[]): PathStep {
  const { turn, agent, name, arguments: args, result, error, context_variables: changes } = call;
  // That of a handoff is a step of its own.
  const answered =
    result !== null && !handed.some(({ to }) => result === JSON.stringify({ assistant: to }));
  return {
    turn,
    agent,
    call: name,
    arguments: shortValue(args, LONGEST_ARGUMENTS),
    ...(answered ? { result: cut(result, LONGEST_TEXT) } : {}),
    ...(error === null ? {} : { error: cut(error, LONGEST_TEXT) }),
    ...(changes === undefined ? {} : { context_variables: shortValues(changes) }),
  };
}

function shortValues(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [key, shortValue(value, LONGEST_ARGUMENTS)]),
  );
}

/** The state at the end of a trial, as a baseline keeps it; undefined where there is none, or one that a review should not have to read. */
export function stateOf({ state }: Pick<TrialResult, "state">): unknown {
  const kept = state !== null && JSON.stringify(state).length <= LONGEST_STATE;
  return kept ? state : undefined;
}

/** A value that a review can be asked to read: one whose JSON is longer than so many characters is a text that is cut. */
export function shortValue(value: unknown, most: number): unknown {
  const text = canonicalJson(value);
  return text.length > most ? cut(text, most) : value;
}
