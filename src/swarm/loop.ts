import type { Agent } from "./agent.ts";
import { callTool, parseArguments } from "./call-tool.ts";
import type { ChatClient, Message } from "./chat-client.ts";
import { complete } from "./completion.ts";
import { copyContext } from "./context-variables.ts";
import type { ContextVariables } from "./context-variables.ts";
import type { Delta } from "./merge-deltas.ts";
import type { Step, ToolCall } from "./trajectory.ts";

export interface LoopOptions {
  readonly agent: Agent;
  /** The conversation so far. Never changed. */
  readonly messages: readonly Message[];
  /** Never changed. */
  readonly contextVariables?: Readonly<ContextVariables>;
  /** One model for every agent. */
  readonly modelOverride?: string | undefined;
  /** How many completions may be asked for. */
  readonly maxTurns?: number;
  /** False ends the run where the model calls a tool. */
  readonly executeTools?: boolean;
  /** True asks for streamed completions, and yields their deltas. */
  readonly stream?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** For agents that bring no client of their own. */
  readonly client: () => ChatClient | Promise<ChatClient>;
}

/** The state that a run leaves behind: put `messages` behind those it was given, and the next run goes on from there. */
export interface Response {
  /** Only the new messages. Each reply names its `sender`. */
  readonly messages: Message[];
  readonly agent: Agent;
  readonly contextVariables: ContextVariables;
}

/** What the loop tells as it happens: the steps of the trajectory and, where it streams, the deltas between a message's start and end. */
export type LoopEvent =
  | Step
  | { readonly type: "message_start"; readonly agent: string }
  | { readonly type: "delta"; readonly agent: string; readonly delta: Delta }
  | { readonly type: "message_end"; readonly agent: string };

/**
 * Swarm's loop: take a completion from the active agent; run the tools it calls, in the order given; merge their
 * context updates; switch agent; again, until a message calls no tool or `maxTurns` completions were taken.
 * Throws what the client throws, UnusableReplyError, and the signal's reason; a failing tool never throws.
 */
export async function* loop(options: LoopOptions): AsyncGenerator<LoopEvent, Response> {
  const {
    modelOverride,
    maxTurns = Infinity,
    executeTools = true,
    stream = false,
    signal,
  } = options;
  let { agent } = options;
  const contextVariables = copyContext(options.contextVariables ?? {});
  const history = options.messages.map(withoutNotes);
  const messages: Message[] = [];
  const nextId = (): string => `call_${history.length}_${++named}`;
  let named = 0;

  for (let turn = 0; turn < maxTurns; turn++) {
    signal?.throwIfAborted();
    const speaker = agent;
    const model = modelOverride ?? speaker.model;
    const client = speaker.client ?? (await options.client());
    const completion = complete({
      agent,
      client,
      history,
      contextVariables,
      model,
      stream,
      signal,
      nextId,
    });
    if (stream) yield { type: "message_start", agent: speaker.name };
    let next = await completion.next();
    for (; !next.done; next = await completion.next()) {
      yield { type: "delta", agent: speaker.name, delta: next.value };
    }
    if (stream) yield { type: "message_end", agent: speaker.name };
    const reply = next.value;
    history.push(reply.message);
    messages.push({ ...reply.message, sender: speaker.name });
    yield { type: "reply", agent: speaker.name, model, ...reply };

    const calls = reply.message.tool_calls ?? [];
    if (calls.length === 0) break;
    if (!executeTools) {
      for (const call of calls) yield toolCalled(call, speaker, false);
      break;
    }

    // Every call of a message sees the variables as they stood when it arrived, whatever the calls before it return.
    const changes: ContextVariables = {};
    let successor: Agent | undefined;
    for (const call of calls) {
      yield toolCalled(call, speaker, true);
      const outcome = await callTool(call, speaker, contextVariables, signal);
      const { content, error } = outcome;
      const { name } = call.function;
      const message = { role: "tool", tool_call_id: call.id, content };
      history.push(message);
      messages.push({ ...message, tool_name: name });
      yield { type: "tool_result", agent: speaker.name, id: call.id, name, content, error };
      Object.assign(changes, copyContext(outcome.contextVariables));
      successor = outcome.agent ?? successor;
    }
    if (Object.keys(changes).length > 0) {
      Object.assign(contextVariables, changes);
      yield { type: "context_change", agent: speaker.name, changes: copyContext(changes) };
    }
    if (successor !== undefined) {
      agent = successor;
      yield { type: "handoff", agent: speaker.name, from: speaker.name, to: agent.name };
    }
  }
  return { messages, agent, contextVariables };
}

function toolCalled(call: ToolCall, agent: Agent, executed: boolean): Step {
  const { name, arguments: text } = call.function;
  const parsed = parseArguments(text);
  const args = "problem" in parsed ? text : parsed.value;
  return { type: "tool_call", agent: agent.name, id: call.id, name, arguments: args, executed };
}

/** `sender` and `tool_name` are notes for our readers; strict providers refuse them. */
function withoutNotes(message: Message): Message {
  if (!("sender" in message) && !("tool_name" in message)) return message;
  const { sender: _sender, tool_name: _tool, ...rest } = message;
  return rest;
}
