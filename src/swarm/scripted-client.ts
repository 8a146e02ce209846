import { field, isRecord } from "../json/value.ts";
import { plural } from "../text/count.ts";
import type { ChatClient, ChatRequest } from "./agent/chat-client.ts";
import { firstChoice } from "./completion/reply.ts";

/** A tool call of a scripted reply. */
export interface ScriptedCall {
  readonly name: string;
  /** An object, or the exact text that the model sends; none by default. */
  readonly arguments?: object | string | undefined;
  readonly id?: string | undefined;
}

/** A message that a scripted model answers with, or a whole completion in the API's own form. */
export type ScriptedCompletion =
  | {
      readonly content?: string | null | undefined;
      readonly toolCalls?: readonly ScriptedCall[] | undefined;
      readonly usage?:
        | { readonly prompt_tokens: number; readonly completion_tokens: number }
        | undefined;
    }
  | { readonly choices: readonly unknown[]; readonly [field: string]: unknown };

/**
 * What a scripted model answers: a text; a message; a whole completion or a stream of chunks, passed on as they are; an
 * error, thrown; or a function of the request that returns any of these.
 */
export type ScriptedReply =
  | string
  | ScriptedCompletion
  | Error
  | AsyncIterable<unknown>
  | ((
      request: ChatRequest,
      signal: AbortSignal | undefined,
    ) => ScriptedReply | Promise<ScriptedReply>);

/** A model that answers from a script. */
export interface ScriptedClient extends ChatClient {
  /** The requests so far, as they would have gone over the wire. */
  readonly requests: readonly ChatRequest[];
  /** How many replies nobody has asked for. */
  readonly remaining: number;
  /** Throws if replies are left that nobody has asked for. */
  assertFinished(): void;
}

/** A scripted client was asked for more replies than its script has. */
export class ScriptEndedError extends Error {
  override readonly name = "ScriptEndedError";
  /** How many replies the script has. */
  readonly replies: number;
  readonly request: ChatRequest;

  constructor(replies: number, request: ChatRequest) {
    const { role, content } = request.messages.at(-1) ?? { role: "nothing" };
    super(
      `The script has ${plural(replies, "reply", "replies")}, and one more was asked for: model ${request.model}, ` +
        `after ${role} said ${JSON.stringify(content)}. Add the reply, or find out why it was asked for.`,
    );
    this.replies = replies;
    this.request = request;
  }
}

/** A client for tests: answers requests from a list, in several chunks if a stream is asked for. */
export function scriptedClient(replies: readonly ScriptedReply[]): ScriptedClient {
  const requests: ChatRequest[] = [];
  const remaining = (): number => Math.max(0, replies.length - requests.length);

  async function create(body: object, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    const request = JSON.parse(JSON.stringify(body)) as ChatRequest;
    const index = requests.push(request) - 1;
    options.signal?.throwIfAborted();
    let reply = replies[index];
    if (reply === undefined) throw new ScriptEndedError(replies.length, request);
    while (typeof reply === "function") reply = await reply(request, options.signal);
    if (reply instanceof Error) throw reply;
    if (typeof reply === "object" && Symbol.asyncIterator in reply) return reply;
    const completion = completionOf(reply, request.model, index);
    return request.stream === true ? inChunks(completion) : completion;
  }

  return {
    chat: { completions: { create } },
    requests,
    get remaining() {
      return remaining();
    },
    assertFinished() {
      if (remaining() === 0) return;
      throw new Error(
        `${plural(remaining(), "reply", "replies")} of the script's ${replies.length} were not asked for; the run ended after ${requests.length}.`,
      );
    },
  };
}

/** The reply as a chat completion. The id of a call has the position of its reply in the script, and its own in the reply. */
function completionOf(reply: string | ScriptedCompletion, model: string, index: number): unknown {
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

/** A completion as providers stream it: role, content and calls in pieces, the finish reason, the tokens. */
async function* inChunks(completion: unknown): AsyncGenerator<unknown> {
  if (!isRecord(completion)) {
    yield completion;
    return;
  }
  const { choices: _, usage, ...rest } = completion;
  const head = { ...rest, object: "chat.completion.chunk" };
  const choice = firstChoice(completion);
  const message = field(choice, "message");
  for (const delta of isRecord(message) ? deltasOf(message) : [])
    yield { ...head, choices: [{ index: 0, delta, finish_reason: null }] };
  const finish_reason = field(choice, "finish_reason");
  yield { ...head, choices: [{ index: 0, delta: {}, finish_reason }] };
  // A completion without a finish reason is whole all the same, and a stream must say so.
  if (usage !== undefined || typeof finish_reason !== "string")
    yield { ...head, choices: [], usage: usage ?? {} };
}

function deltasOf(message: Readonly<Record<string, unknown>>): unknown[] {
  const { content, tool_calls: calls, function_call: old, ...rest } = message;
  return [
    ...(typeof content === "string"
      ? [{ ...rest, content: "" }, ...pieces(content).map((piece) => ({ content: piece }))]
      : [{ ...rest, content }]),
    ...(Array.isArray(calls) ? calls.flatMap(callDeltas) : []),
    ...(isRecord(old) ? inPieces(old, "arguments").map((piece) => ({ function_call: piece })) : []),
  ];
}

function callDeltas(call: unknown, index: number): unknown[] {
  if (!isRecord(call)) return [{ tool_calls: [call] }];
  const isCustom = call["type"] === "custom";
  const [member, key] = isCustom ? ["custom", "input"] : ["function", "arguments"];
  const [first, ...more] = inPieces(call[member], key);
  return [
    { tool_calls: [{ index, ...call, [member]: first }] },
    ...more.map((piece) => ({ tool_calls: [{ index, [member]: piece }] })),
  ];
}

/** What a call has under a key, a text, in pieces: all else first. */
function inPieces(written: unknown, key: string): unknown[] {
  const text = field(written, key);
  if (!isRecord(written) || typeof text !== "string") return [written];
  return [{ ...written, [key]: "" }, ...pieces(text).map((piece) => ({ [key]: piece }))];
}

/** Five characters each, so that most texts have several pieces, and words are cut. */
function pieces(text: string): string[] {
  return text.match(/.{1,5}/gsu) ?? [];
}
