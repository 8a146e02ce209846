import { plural } from "../text/count.ts";
import type { ChatClient, ChatRequest } from "./agent/chat-client.ts";
import { chunksOf, completionOf } from "./scripted-completion.ts";
import type { ScriptedCompletion } from "./scripted-completion.ts";

/**
 * What a scripted model answers: a text; a message; a whole completion, passed on as it is; an error, thrown; a stream
 * of chunks, passed on as it is; or a function of the request that gives any of these.
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
  /** What it was asked, as it would have gone over the wire. */
  readonly requests: readonly ChatRequest[];
  /** How many replies nobody has asked for yet. */
  readonly remaining: number;
  /** Throws an error where replies are left that nobody has asked for. */
  assertFinished(): void;
}

/** More was asked of a scripted client than its script answers. */
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

/** A client for tests: answers one request after the other from a list, in several chunks where a stream is asked for. */
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

async function* inChunks(completion: unknown): AsyncGenerator<unknown> {
  yield* chunksOf(completion);
}
