import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { untilAborted } from "./abort.ts";
import { AgentError } from "./agent-error.ts";
import type { Agent } from "./agent.ts";
import type { ChatClient, ChatRequest, Message } from "./chat-client.ts";
import { copyContext } from "./context-variables.ts";
import type { ContextVariables } from "./context-variables.ts";
import { DeltaMerger } from "./merge-deltas.ts";
import type { Delta } from "./merge-deltas.ts";
import { readReply, UnusableReplyError } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { toolOf, toolSchema } from "./function-to-json.ts";

export interface CompletionOptions {
  readonly agent: Agent;
  readonly client: ChatClient;
  readonly history: readonly Message[];
  readonly contextVariables: ContextVariables;
  readonly model: string;
  readonly stream: boolean;
  readonly signal: AbortSignal | undefined;
  readonly nextId: () => string;
}

/** Asks the agent's model for one completion. Yields the deltas as they come where it streams, and returns the whole reply. */
export async function* complete(options: CompletionOptions): AsyncGenerator<Delta, Reply> {
  const { agent, client, signal, nextId } = options;
  const request = await chatRequest(options).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new AgentError(agent.name, error);
  });
  const answer = await untilAborted(
    signal,
    client.chat.completions.create(
      // The messages are the caller's, and may hold what the SDK's types do not know yet.
      request as ChatCompletionCreateParams,
      signal === undefined ? {} : { signal },
    ),
  );
  if (!isAsyncIterable(answer)) return readReply(answer, nextId);

  const merger = new DeltaMerger();
  const chunks = answer[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await untilAborted(signal, chunks.next());
      if (done) break;
      const delta = merger.add(value);
      if (delta !== undefined) yield delta;
    }
  } finally {
    // Not awaited: a stream that hangs must not hold up the abort that ends it.
    void Promise.resolve(chunks.return?.()).catch(() => undefined);
  }
  // The openai SDK ends an aborted stream as if it were complete.
  signal?.throwIfAborted();
  const reply = merger.finish(nextId);
  if (reply === undefined) throw new UnusableReplyError("a stream without any choice");
  return reply;
}

/** What goes to the API: the active agent's instructions first, and nothing that is only ours. */
async function chatRequest(options: CompletionOptions): Promise<ChatRequest> {
  const { agent, history, contextVariables, model, stream, signal } = options;
  const { instructions } = agent;
  const system =
    typeof instructions === "function"
      ? await untilAborted(signal, Promise.resolve(instructions(copyContext(contextVariables))))
      : instructions;
  const tools = agent.functions.map((callable) => toolSchema(toolOf(callable)));
  return {
    model,
    messages: [{ role: "system", content: system }, ...history],
    ...(tools.length > 0 ? { tools } : {}),
    ...(tools.length > 0 && agent.toolChoice !== undefined
      ? { tool_choice: toolChoice(agent) }
      : {}),
    ...(tools.length > 0 && agent.parallelToolCalls !== null
      ? { parallel_tool_calls: agent.parallelToolCalls }
      : {}),
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
  };
}

/** A tool's bare name is short for the API's object that forces it. */
function toolChoice(agent: Agent): unknown {
  const choice = agent.toolChoice;
  const named = agent.functions.some((callable) => toolOf(callable).name === choice);
  return named ? { type: "function", function: { name: choice } } : choice;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
