import { annotatedMessage, stripAnnotations } from "../trajectory/messages.ts";
import { callsIn, type MessageCall } from "../trajectory/message-calls.ts";
import type {
  ContextVariables,
  ReplyStep,
  Step,
  ToolResultStep,
} from "../trajectory/trajectory.ts";
import { isAgent, refusePythonNames, type Agent } from "./agent/agent.ts";
import { apiFor } from "./agent/api.ts";
import type { ChatClient, InputMessage, Message } from "./agent/chat-client.ts";
import { copyContext, mergeContext } from "./agent/context-variables.ts";
import type { Override } from "./agent/override.ts";
import { otherModel } from "./completion/answering-model.ts";
import { complete, type CompletionEvent } from "./completion/completion.ts";
import { withoutOutput } from "./completion/reply-items.ts";
import { likenessOf } from "./completion/looks-like.ts";
import { overResponses } from "./completion/responses-client.ts";
import { withUsableArguments } from "./completion/usable-arguments.ts";
import { callTool, parseArguments } from "./tools/call-tool.ts";
import { toolsOf } from "./tools/function-to-json.ts";

/** The state that a run leaves behind: put `messages` behind those it was given, and the next run goes on from there. */
export interface Response {
  /** Only the new messages. Each reply names its `sender`, each tool's answer its `tool_name`. */
  readonly messages: Message[];
  /** Who is active at the end. */
  readonly agent: Agent;
  /** As the tools left them. */
  readonly contextVariables: ContextVariables;
}

/** An event of the loop: a step of the trajectory or, when it streams, the start of a message, a delta, its end. */
export type LoopEvent = Step | CompletionEvent;

/** Whether an event is a step of the trajectory. */
export function isStep(event: LoopEvent): event is Step {
  return event.type !== "message_start" && event.type !== "delta" && event.type !== "message_end";
}

/**
 * Swarm's loop: take a completion from the active agent; run the tools it calls, in the order given; merge their
 * context updates; switch agent; repeat until a message calls no tool or `maxTurns` completions were taken: the last
 * step says so if the model was not done.
 * `defaultClient` gives the client of agents that bring none. Throws what the client throws, AgentError, UnusableReplyError,
 * and the signal's reason; a failing tool never throws.
 */
export async function* loop(
  options: LoopOptions,
  defaultClient: () => ChatClient | Promise<ChatClient>,
): AsyncGenerator<LoopEvent, Response> {
  checkOptions(options);
  const { modelOverride, override = {}, maxTurns = Infinity, executeTools = true } = options;
  const { signal } = options;
  const { wrapClient = (client) => client } = options;
  const stream = options.stream === true;
  let { agent } = options;
  const contextVariables = copyContext(options.contextVariables ?? {});
  const history = (options.messages as readonly Message[]).map(asSent);
  const messages: Message[] = [];
  const nextId = (): string => `call_${history.length}_${++named}`;
  let named = 0;

  for (let turn = 0; turn < maxTurns; turn++) {
    signal?.throwIfAborted();
    const speaker = agent;
    const model = override.model ?? modelOverride ?? speaker.model;
    const tools = toolsOf(speaker);
    const request = { ...speaker.request, ...override.request };
    options.onAgent?.(speaker);
    const client = wrapClient(override.client ?? speaker.client ?? (await defaultClient()));
    const api = override.api ?? speaker.api ?? apiFor({ model, tools, request, client });
    const { answeredBy, ...reply } = yield* complete({
      agent: speaker,
      client: api === "responses" ? overResponses(client, speaker.name) : client,
      tools,
      history: api === "responses" ? history : history.map(withoutOutput),
      contextVariables,
      model,
      request,
      stream,
      signal,
      nextId,
    });
    const other = otherModel(model, answeredBy);
    const answered = other === undefined ? {} : { answeredBy: other };
    const looks = likenessOf(reply.message, tools);
    yield added({ type: "reply", agent: speaker.name, model, ...answered, ...reply, ...looks });

    const calls = callsIn(reply.message);
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
      const {
        contextVariables: changed,
        agent: next,
        ...answer
      } = await callTool(call, tools, contextVariables, signal);
      const { id, name } = call;
      yield added({
        type: "tool_result",
        agent: speaker.name,
        id,
        name,
        ...answer,
        to: next?.name,
      });
      mergeContext(changes, changed);
      successor = next ?? successor;
    }
    if (Object.keys(changes).length > 0) {
      mergeContext(contextVariables, changes);
      yield { type: "context_change", agent: speaker.name, changes: copyContext(changes) };
    }
    if (successor !== undefined) {
      agent = successor;
      yield { type: "handoff", agent: speaker.name, to: agent.name };
    }
    if (turn + 1 >= maxTurns) yield { type: "turn_limit", agent: agent.name, max_turns: maxTurns };
  }
  return { messages, agent, contextVariables };

  /** Adds a step's message to the history and the response before it is known to anybody. */
  function added(step: ReplyStep | ToolResultStep): Step {
    const message = annotatedMessage(step) as Message;
    history.push(asSent(message));
    messages.push(message);
    return step;
  }
}

/** A message as the API takes it. */
function asSent(message: Message): Message {
  return withUsableArguments(stripAnnotations(message));
}

function toolCalled(
  { id, name, text, isJson }: MessageCall,
  agent: Agent,
  executed: boolean,
): Step {
  const parsed = isJson ? parseArguments(text) : { value: text };
  const args = "problem" in parsed ? text : parsed.value;
  return { type: "tool_call", agent: agent.name, id, name, arguments: args, executed };
}

/** What a run is given. */
export interface LoopOptions {
  /** Who is active first. */
  readonly agent: Agent;
  /** The conversation so far. Never changed. */
  readonly messages: readonly InputMessage[];
  /** Shared by all agents of the run. Never changed. */
  readonly contextVariables?: object | undefined;
  /** One model for every agent: short for `override: { model }`. */
  readonly modelOverride?: string | undefined;
  /** What every agent is asked with, in place of its own. */
  readonly override?: Override | undefined;
  /** At most this many completions are asked for; no limit by default. */
  readonly maxTurns?: number | undefined;
  /** False returns when the model calls a tool, with the call as the last message. */
  readonly executeTools?: boolean | undefined;
  /** True asks for streamed completions, whose deltas are events too. */
  readonly stream?: boolean | undefined;
  /** Ends the run: it throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each agent that is about to ask its model, each time. */
  readonly onAgent?: ((agent: Agent) => void) | undefined;
  /** What every completion is asked through, whichever client the agent brings. */
  readonly wrapClient?: ((client: ChatClient) => ChatClient) | undefined;
}

/** Throws a TypeError for options that no type checker has seen. */
export function checkOptions(options: LoopOptions): void {
  refusePythonNames(options, "A run");
  const { agent, messages, maxTurns } = options;
  if (!isAgent(agent)) {
    throw new TypeError(
      "A run needs an agent to begin with: { agent: new Agent({ … }), messages }.",
    );
  }
  if (!Array.isArray(messages)) {
    throw new TypeError(
      `A run needs the conversation so far as a list: { agent, messages: [{ role: "user", content: "…" }] }.`,
    );
  }
  if (maxTurns !== undefined && !(maxTurns >= 0)) {
    throw new TypeError(`maxTurns counts completions, from 0; it was given ${String(maxTurns)}.`);
  }
}
