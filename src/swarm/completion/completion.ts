import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { untilAborted } from "../tools/abort.ts";
import type { ChatClient } from "../agent/chat-client.ts";
import { chatRequest } from "./chat-request.ts";
import type { RequestOptions } from "./chat-request.ts";
import { DeltaMerger } from "./merge-deltas.ts";
import type { Delta } from "./merge-deltas.ts";
import { readReply } from "./reply.ts";
import type { Reply } from "./reply.ts";

/** What is asked, and whom; `nextId` names a call that comes without an id. */
export interface CompletionOptions extends RequestOptions {
  readonly client: ChatClient;
  readonly nextId: () => string;
}

/** An event of a streamed completion. */
export type CompletionEvent =
  | { readonly type: "message_start"; readonly agent: string }
  | { readonly type: "delta"; readonly agent: string; readonly delta: Delta }
  | { readonly type: "message_end"; readonly agent: string };

/** Asks the agent's model for one completion, with the events of its stream. Returns the whole reply. */
export async function* complete(
  options: CompletionOptions,
): AsyncGenerator<CompletionEvent, Reply> {
  const { client, stream, signal, nextId } = options;
  const agent = options.agent.name;
  const request = await chatRequest(options);
  const answer = await untilAborted(
    signal,
    client.chat.completions.create(
      // The messages are the caller's, and may hold what the SDK's types do not know yet.
      request as ChatCompletionCreateParams,
      signal === undefined ? {} : { signal },
    ),
  );
  if (isAsyncIterable(answer)) {
    yield { type: "message_start", agent };
    const merger = new DeltaMerger();
    for await (const chunk of abortable(answer, signal)) {
      const delta = merger.add(chunk);
      if (delta !== undefined) yield { type: "delta", agent, delta };
    }
    const reply = merger.finish(nextId);
    yield { type: "message_end", agent };
    return reply;
  }
  const reply = readReply(answer, nextId);
  if (stream) {
    // A provider that cannot stream answers in one piece.
    yield { type: "message_start", agent };
    yield { type: "delta", agent, delta: reply.message };
    yield { type: "message_end", agent };
  }
  return reply;
}

/** The stream's chunks up to the abort: a stream that hangs cannot hold up a run. Ending this ends the stream. */
async function* abortable(
  stream: AsyncIterable<unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  const chunks = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await untilAborted(signal, chunks.next());
      if (done === true) break;
      yield value;
    }
  } finally {
    // Not awaited, for the same reason.
    void Promise.resolve(chunks.return?.()).catch(() => undefined);
  }
}

/** Whether an answer is a stream of chunks. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
