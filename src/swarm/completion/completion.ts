import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import type { ContextVariables } from "../../trajectory/trajectory.ts";
import { AgentError } from "../agent/agent.ts";
import type { Agent } from "../agent/agent.ts";
import type { ChatClient, ChatRequest, Message } from "../agent/chat-client.ts";
import { copyContext } from "../agent/context-variables.ts";
import type { RequestParameters } from "../agent/request-parameters.ts";
import type { Tool } from "../agent/tool.ts";
import { untilAborted } from "../tools/abort.ts";
import { toolSchema } from "../tools/function-to-json.ts";
import { failedGeneration } from "./failed-generation.ts";
import { DeltaMerger, type Delta } from "./merge-deltas.ts";
import { readReply, type Reply } from "./reply.ts";

/** What is asked, and whom. */
interface CompletionOptions {
  readonly agent: Agent;
  readonly client: ChatClient;
  /** The agent's functions, in their explicit form. */
  readonly tools: readonly Tool[];
  readonly history: readonly Message[];
  readonly contextVariables: Readonly<ContextVariables>;
  readonly model: string;
  /** What else the request says. */
  readonly request: RequestParameters;
  readonly stream: boolean;
  readonly signal: AbortSignal | undefined;
  /** Names a call that comes without an id. */
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
): AsyncGenerator<CompletionEvent, Reply & { readonly sent: ChatRequest }> {
  const sent = await chatRequest(options);
  try {
    return { ...(yield* answered(sent, options)), sent };
  } catch (error) {
    const reply = failedGeneration(error);
    if (reply === undefined) throw error;
    return { ...reply, sent };
  }
}

const USAGE = { include_usage: true };

async function* answered(
  sent: ChatRequest,
  options: CompletionOptions,
): AsyncGenerator<CompletionEvent, Reply> {
  const { client, stream, signal, nextId } = options;
  const agent = options.agent.name;
  const answer = await untilAborted(
    signal,
    client.chat.completions.create(
      // The messages are the caller's, and may hold what the SDK's types do not know yet.
      (stream ? { ...sent, stream, stream_options: USAGE } : sent) as ChatCompletionCreateParams,
      signal === undefined ? {} : { signal },
    ),
  );
  if (isAsyncIterable(answer)) {
    yield { type: "message_start", agent };
    const merger = new DeltaMerger();
    let reply: Reply | undefined;
    try {
      for await (const chunk of abortable(answer, signal)) {
        const delta = merger.add(chunk);
        if (delta !== undefined) yield { type: "delta", agent, delta };
      }
      reply = merger.finish(nextId);
    } catch (error) {
      reply = failedGeneration(error);
      if (reply === undefined) throw error;
    }
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

/** The request as it goes to the API, the agent's instructions first, but for how the reply is sent. Throws AgentError if the instructions throw. */
async function chatRequest(options: CompletionOptions): Promise<ChatRequest> {
  const { agent, tools, history, model, request } = options;
  const system: Message = { role: "system", content: await instructionsOf(options) };
  return {
    ...request,
    model,
    messages: [system, ...history],
    ...(tools.length > 0 ? toolParameters(agent, tools) : {}),
  };
}

async function instructionsOf({
  agent,
  contextVariables,
  signal,
}: CompletionOptions): Promise<string> {
  const { instructions } = agent;
  if (typeof instructions !== "function") return instructions;
  try {
    const text: unknown = await untilAborted(signal, instructions(copyContext(contextVariables)));
    if (typeof text === "string") return text;
    throw new TypeError(`its instructions returned ${typeof text}; they must return a string.`);
  } catch (error) {
    signal?.throwIfAborted();
    throw new AgentError(agent.name, error);
  }
}

function toolParameters(
  { toolChoice, parallelToolCalls }: Agent,
  tools: readonly Tool[],
): Pick<ChatRequest, "tools" | "tool_choice" | "parallel_tool_calls"> {
  // The name of a tool is short for the API's object that forces it.
  const forced = tools.some(({ name }) => name === toolChoice);
  const choice = forced ? { type: "function", function: { name: toolChoice } } : toolChoice;
  return {
    tools: tools.map(toolSchema),
    ...(choice === undefined ? {} : { tool_choice: choice }),
    ...(parallelToolCalls === null ? {} : { parallel_tool_calls: parallelToolCalls }),
  };
}
