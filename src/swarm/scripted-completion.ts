import { field, isRecord } from "../json/value.ts";
import { firstChoice } from "./completion/reply.ts";

/** A tool call of a scripted reply. */
export interface ScriptedCall {
  readonly name: string;
  /** An object, or the very text that the model sends; none by default. */
  readonly arguments?: object | string;
  readonly id?: string;
}

/** A message that a scripted model answers with, or a whole completion in the API's own form. */
export type ScriptedCompletion =
  | {
      readonly content?: string | null;
      readonly toolCalls?: readonly ScriptedCall[];
      readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
    }
  | { readonly choices: readonly unknown[]; readonly [field: string]: unknown };

/** The reply as a chat completion. Calls are named by their reply's place in the script and their own in the reply. */
export function completionOf(
  reply: string | ScriptedCompletion,
  model: string,
  index: number,
): unknown {
  if (typeof reply === "string") return completionOf({ content: reply }, model, index);
  if ("choices" in reply) return reply;
  const { content = null, toolCalls = [], usage } = reply;
  const calls = toolCalls.map(({ name, arguments: args = {}, id }, place) => ({
    id: id ?? `call_${index + 1}_${place + 1}`,
    type: "function",
    function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args) },
  }));
  const message = { role: "assistant", content, ...(calls.length > 0 && { tool_calls: calls }) };
  return {
    id: `chatcmpl-${index + 1}`,
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? "tool_calls" : "stop" }],
    ...(usage && {
      usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
    }),
  };
}

/** The chunks that a provider streams a completion in: who speaks, what is said bit by bit, each call bit by bit, why it ends, and the tokens. */
export function chunksOf(completion: unknown): unknown[] {
  if (!isRecord(completion)) return [completion];
  const { choices: _, usage, ...rest } = completion;
  const head = { ...rest, object: "chat.completion.chunk" };
  const choice = firstChoice(completion);
  const message = field(choice, "message");
  const deltas = isRecord(message) ? deltasOf(message) : [];
  const finish = { index: 0, delta: {}, finish_reason: field(choice, "finish_reason") };
  return [
    ...deltas.map((delta) => ({ ...head, choices: [{ index: 0, delta, finish_reason: null }] })),
    { ...head, choices: [finish] },
    ...(usage === undefined ? [] : [{ ...head, choices: [], usage }]),
  ];
}

function deltasOf(message: Readonly<Record<string, unknown>>): unknown[] {
  const { content, tool_calls: calls, ...rest } = message;
  return [
    typeof content === "string" ? { ...rest, content: "" } : { ...rest, content },
    ...(typeof content === "string" ? pieces(content).map((piece) => ({ content: piece })) : []),
    ...(Array.isArray(calls) ? calls.flatMap(callDeltas) : []),
  ];
}

function callDeltas(call: unknown, index: number): unknown[] {
  const args = field(field(call, "function"), "arguments");
  if (!isRecord(call)) return [{ tool_calls: [call] }];
  if (typeof args !== "string") return [{ tool_calls: [{ index, ...call }] }];
  const named = { ...call, function: { ...(call["function"] as object), arguments: "" } };
  return [
    { tool_calls: [{ index, ...named }] },
    ...pieces(args).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ];
}

/** A text in pieces of five characters, so that most have several, and words are cut. */
function pieces(text: string): string[] {
  return text.match(/.{1,5}/gsu) ?? [];
}
