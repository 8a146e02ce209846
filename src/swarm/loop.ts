import { annotatedMessage, stripAnnotations } from "../trajectory/messages.ts";
import { callsIn, type MessageCall } from "../trajectory/message-calls.ts";
import type {
  ContextVariables,
  ReplyStep,
  Step,
  ToolResultStep,
  TurnLimitStep,
} from "../trajectory/trajectory.ts";
import { isAgent, refusePythonNames, type Agent } from "./agent/agent.ts";
import {
  isMember,
  type Completions,
  type Floor,
  type LoopEvent,
  type LoopOptions,
  type Member,
  type Response,
} from "./floor.ts";
import { asCalled } from "./calling.ts";
import { apiFor } from "./agent/api.ts";
import type { Message } from "./agent/chat-client.ts";
import { copyContext, mergeContext } from "./agent/context-variables.ts";
import type { NamedMember } from "./agent/member.ts";
import { askedProviders } from "./agent/providers.ts";
import type { Tool } from "./agent/tool.ts";
import { otherModel } from "./completion/answering-model.ts";
import { complete } from "./completion/completion.ts";
import { firstReply } from "./completion/first-of.ts";
import { withoutOutput } from "./completion/reply-items.ts";
import { likenessOf } from "./completion/looks-like.ts";
import { overResponses } from "./completion/responses-client.ts";
import { withUsableArguments } from "./completion/usable-arguments.ts";
import { callTool, parseArguments, type CallOutcome } from "./tools/call-tool.ts";
import { Strand } from "./strand.ts";
import { picturesMessage } from "./tools/returned-file.ts";
import { toolsOf } from "./tools/function-to-json.ts";

/**
 * Swarm's loop: take a completion from the active agent; run the tools it calls, in the order given; merge their
 * context updates; switch agent; repeat until a message calls no tool or `maxTurns` completions were taken: the last
 * step says so if the model was not done.
 * `defaultClient` gives the client of agents that bring none. Throws what the client throws, AgentError, UnusableReplyError,
 * and the signal's reason; a failing tool never throws.
 */
export async function* loop(
  options: LoopOptions & Partial<Pick<Floor, "completions">>,
  defaultClient: Floor["defaultClient"],
): AsyncGenerator<LoopEvent, Response> {
  checkOptions(options);
  const { modelOverride, override = {}, maxTurns: most = Infinity, executeTools = true } = options;
  const { completions = { most, taken: 0, cut: false } } = options;
  const { signal } = options;
  const { wrapClient = (client) => client } = options;
  const stream = options.stream === true;
  if (isMember(options.agent))
    return yield* options.agent.speak({ ...options, completions, defaultClient });
  let agent: Agent = options.agent;
  const { agent: _, ...rest } = options;
  const floor: Floor = { ...rest, completions, defaultClient };
  const contextVariables = copyContext(options.contextVariables ?? {});
  const history = (options.messages as readonly Message[]).map(asSent);
  const messages: Message[] = [];
  const nextId = (): string => `call_${history.length}_${++named}`;
  let named = 0;

  while (completions.taken < completions.most) {
    completions.taken++;
    signal?.throwIfAborted();
    const speaker = agent;
    const tools = toolsOf(speaker);
    options.onAgent?.(speaker);
    const own = override.client ?? speaker.client ?? (await defaultClient());
    const asked = askedProviders(own, speaker, {
      ...override,
      model: override.model ?? modelOverride,
    });
    const { model, answeredBy, ...reply } = yield* firstReply(asked, signal, (provider) => {
      const { model, request } = provider;
      const client = wrapClient(provider.client, speaker);
      const api = override.api ?? speaker.api ?? apiFor({ model, tools, request, client });
      return complete({
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
    let successor: Agent | NamedMember | undefined;
    const answers: Pick<ToolResultStep, "name" | "file">[] = [];
    for (const call of calls) {
      yield toolCalled(call, speaker, true);
      const { contextVariables: changed, agent: next, ...answer } = yield* called(call, tools);
      const { id, name } = call;
      answers.push({ name, file: answer.file });
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
    for (const pictures of picturesMessage(answers)) {
      history.push(asSent(pictures));
      messages.push(pictures);
    }
    if (Object.keys(changes).length > 0) {
      mergeContext(contextVariables, changes);
      yield { type: "context_change", agent: speaker.name, changes: copyContext(changes) };
    }
    if (successor !== undefined) {
      yield { type: "handoff", agent: speaker.name, to: successor.name };
      if (!isAgent(successor)) return yield* handedTo(successor as Member);
      agent = successor;
    }
    if (completions.taken >= completions.most) yield cutShort(agent.name, completions);
  }
  return { messages, agent, contextVariables };

  /** Calls a tool. What others do that it gives the floor to comes before its outcome. */
  async function* called(
    call: MessageCall,
    tools: readonly Tool[],
  ): AsyncGenerator<LoopEvent, CallOutcome> {
    const strand = new Strand((own) =>
      asCalled({ floor, strand: own }, () =>
        callTool(call, tools, contextVariables, { signal, wrapCall: options.wrapCall }),
      ),
    );
    try {
      return yield* strand.events();
    } finally {
      await strand.end();
    }
  }

  /** Gives the floor to a member that goes on in its own way, and has the conversation from then on. */
  async function* handedTo(member: Member): AsyncGenerator<LoopEvent, Response> {
    const heard = [...options.messages, ...messages];
    const response = yield* member.speak({ ...floor, messages: heard, contextVariables });
    return { ...response, messages: [...messages, ...response.messages] };
  }

  /** Adds a step's message to the history and the response before it is known to anybody. */
  function added(step: ReplyStep | ToolResultStep): Step {
    const message = annotatedMessage(step) as Message;
    history.push(asSent(message));
    messages.push(message);
    return step;
  }
}

/** Says of somebody who would have gone on that no completion is left. */
export function cutShort(agent: string, completions: Completions): TurnLimitStep {
  completions.cut = true;
  return { type: "turn_limit", agent, max_turns: completions.most };
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

/** Throws a TypeError for options that no type checker has seen. */
export function checkOptions(options: LoopOptions): void {
  refusePythonNames(options, "A run");
  const { agent, messages, maxTurns } = options;
  if (!isAgent(agent) && !isMember(agent)) {
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
