import {
  InputGuardrailTripwireTriggered,
  MaxTurnsExceededError,
  ModelBehaviorError,
  ModelRefusalError,
  OutputGuardrailTripwireTriggered,
  Runner,
  ToolCallError,
  ToolInputGuardrailTripwireTriggered,
  ToolOutputGuardrailTripwireTriggered,
  type Agent,
  type AgentInputItem,
  type RunConfig,
  type RunStreamEvent,
} from "@openai/agents";
import type { Message } from "../swarm/agent/chat-client.ts";
import { MEMBER } from "../swarm/agent/member.ts";
import { copyContext } from "../swarm/agent/context-variables.ts";
import type { Floor, LoopEvent, Member, Response } from "../swarm/floor.ts";
import { UnsupportedError } from "../swarm/unsupported.ts";
import { contentText } from "../trajectory/content.ts";
import { callsIn } from "../trajectory/message-calls.ts";
import type { AssistantMessage, ContextVariables, Step } from "../trajectory/trajectory.ts";
import { LeftOff } from "./left-off.ts";
import { assistantMessage, functionCall, TurnSteps } from "./turn-steps.ts";
import { refuseBeyond } from "./refuse.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- whatever the context and the output of an agent are
type AnyAgent = Agent<any, any>;

const histories = new LeftOff<AgentInputItem[]>();

/**
 * An agent of the OpenAI Agents SDK, with all that it can hand to, as whoever has the floor. Its runs stream, without
 * tracing, by the config that a `Runner` takes. Context variables are the context of a run. Whoever plays it is thrown
 * UnsupportedError for what the SDK has no way to do, and what its model's client throws.
 */
export function target(agent: AnyAgent, config: Partial<RunConfig> = {}): Member {
  const { name, handoffDescription } = agent;
  return {
    [MEMBER]: true,
    name,
    description: handoffDescription,
    speak: (floor) => speak(agent, config, floor),
  };
}

async function* speak(
  entry: AnyAgent,
  config: Partial<RunConfig>,
  floor: Floor,
): AsyncGenerator<LoopEvent, Response> {
  refuseBeyond("the OpenAI Agents SDK", floor, [
    "context_variables",
    "max_turns",
    "model_override",
    "stream",
  ]);
  const messages = floor.messages as readonly Message[];
  const context = copyContext(floor.contextVariables ?? {});
  const turn = new TurnSteps(floor, entry.name, context);
  const { history = [], since } = histories.of(messages);
  const left = new AbortController();
  const most = floor.completions.most - floor.completions.taken;
  let agent = entry;
  const runner = newRunner(entry, config, floor);
  const result = await runner.run(entry, [...history, ...since.flatMap(inputItems)], {
    stream: true,
    context,
    signal: AbortSignal.any([left.signal, ...(floor.signal ? [floor.signal] : [])]),
    // Without a limit of the case, that of the SDK holds.
    ...(most === Infinity ? {} : { maxTurns: most }),
  });
  // Whoever reads the events is thrown what it rejects with.
  result.completed.catch(() => undefined);
  try {
    for await (const event of result) {
      if (event.type === "agent_updated_stream_event") agent = event.agent as AnyAgent;
      yield* stepsOf(event, turn, modelOf(agent, config, floor));
    }
    await result.completed;
  } catch (error) {
    if (floor.signal?.aborted === true) throw error;
    yield* failure(error, turn);
  } finally {
    left.abort();
  }
  yield* turn.changes();
  histories.keep(turn.messages, result.history);
  return {
    messages: turn.messages,
    agent: target(result.currentAgent ?? agent, config),
    contextVariables: context as ContextVariables,
  };
}

function newRunner(entry: AnyAgent, config: Partial<RunConfig>, floor: Floor): Runner {
  const model = floor.override?.model ?? floor.modelOverride;
  const runner = new Runner({ ...config, tracingDisabled: true });
  if (model === undefined) return runner;
  const fixed = reachable(entry).find((one) => typeof one.model !== "string");
  if (fixed !== undefined)
    throw new UnsupportedError(
      `The agent ${fixed.name} has a model that is no name, so that no model_override can take its place. Give it the model's name, and the Runner a modelProvider.`,
    );
  const { modelProvider } = runner.config;
  return new Runner({
    ...config,
    tracingDisabled: true,
    modelProvider: { getModel: () => modelProvider.getModel(model) },
  });
}

/** An agent, and those that it can hand to, however deep. */
function reachable(entry: AnyAgent): AnyAgent[] {
  const all = new Set<AnyAgent>([entry]);
  for (const agent of all)
    for (const to of agent.handoffs) all.add(("agent" in to ? to.agent : to) as AnyAgent);
  return [...all];
}

function modelOf(agent: AnyAgent, config: Partial<RunConfig>, floor: Floor): string | undefined {
  const own = agent.model === "" ? config.model : agent.model;
  return (
    floor.override?.model ?? floor.modelOverride ?? (typeof own === "string" ? own : undefined)
  );
}

function* stepsOf(
  event: RunStreamEvent,
  turn: TurnSteps,
  model: string | undefined,
): Generator<Step> {
  if (event.type === "raw_model_stream_event" && event.data.type === "response_done") {
    const { output, usage, providerData } = event.data.response;
    const { model: answeredBy, status } = (providerData ?? {}) as Readonly<Record<string, unknown>>;
    const { inputTokens, outputTokens, inputTokensDetails } = usage;
    const details = [inputTokensDetails ?? []].flat();
    yield* turn.reply({
      model,
      answeredBy: typeof answeredBy === "string" ? answeredBy : undefined,
      message: messageOf(output),
      usage: {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        cached_tokens: details.reduce((sum, one) => sum + (one["cached_tokens"] ?? 0), 0),
      },
      finishReason: status === "incomplete" ? "length" : "stop",
    });
  }
  if (event.type !== "run_item_stream_event") return;
  const { item } = event;
  if (item.type === "tool_call_output_item" && item.rawItem.type === "function_call_result") {
    const content = typeof item.output === "string" ? item.output : JSON.stringify(item.output);
    const error = FAILED.test(content) ? content : undefined;
    yield* turn.result(item.rawItem.callId, { content, error });
  }
  if (item.type === "handoff_output_item") {
    const to = item.targetAgent.name;
    const { callId, output } = item.rawItem;
    const content = typeof output === "string" ? output : JSON.stringify({ assistant: to });
    yield* turn.result(callId, { content, to });
    yield* turn.handoff(to);
  }
}

/** What the SDK tells a model of a tool that threw or took too long, unless the tool has an `errorFunction`. */
const FAILED =
  /^(?:An error occurred while running the tool\.|Tool '.*' timed out after \d+ms\.$)/s;

type Output = Extract<
  Extract<RunStreamEvent, { type: "raw_model_stream_event" }>["data"],
  { type: "response_done" }
>["response"]["output"];

function messageOf(output: Output): AssistantMessage {
  let [text, refusal] = ["", ""];
  const calls = output.flatMap((item) =>
    item.type === "function_call" ? [functionCall(item.callId, item.name, item.arguments)] : [],
  );
  for (const item of output) {
    if (item.type !== "message" || item.role !== "assistant") continue;
    for (const part of item.content) {
      if (part.type === "output_text") text += part.text;
      if (part.type === "refusal") refusal += part.refusal;
    }
  }
  return assistantMessage(text, calls, refusal === "" ? {} : { refusal });
}

/** A message of Chat Completions as the SDK takes it. */
function inputItems(message: Message): AgentInputItem[] {
  const content = contentText(message.content ?? null);
  const { role, tool_call_id: callId, tool_name: name } = message;
  if (role === "user" || role === "system") return [{ role, content }];
  if (role === "tool")
    return [
      {
        type: "function_call_result",
        callId: String(callId),
        name: String(name ?? ""),
        status: "completed",
        output: content,
      },
    ];
  if (role !== "assistant")
    throw new UnsupportedError(
      `A message of the role ${role} stands in "messages", which a target of the OpenAI Agents SDK cannot take.`,
    );
  const calls = callsIn(message as AssistantMessage).map(
    ({ id = "", name, text }): AgentInputItem => ({
      type: "function_call",
      callId: id,
      name,
      arguments: text,
      status: "completed",
    }),
  );
  if (content === "") return calls;
  const said = { type: "output_text" as const, text: content };
  return [{ role, status: "completed", content: [said] }, ...calls];
}

/** What ended a run, if the agents did: a limit, a guardrail, a call that cannot be. Throws all else. */
function* failure(error: unknown, turn: TurnSteps): Generator<Step> {
  if (error instanceof MaxTurnsExceededError) return yield* turn.cutShort();
  if (error instanceof ModelRefusalError) return;
  const name = guardrailOf(error);
  if (name !== undefined) {
    const { agent } = turn;
    const id = undefined;
    const content = (error as Error).message;
    yield { type: "tool_call", agent, id, name, arguments: {}, executed: true };
    yield { type: "tool_result", agent, id, name, content, error: content, failure: "threw" };
    return;
  }
  const isUnknown = error instanceof ModelBehaviorError;
  if (!isUnknown && !(error instanceof ToolCallError)) throw error;
  const told = yield* turn.failOpenCalls(error.message, isUnknown ? "unknown_tool" : "threw");
  if (!told) throw error;
}

function guardrailOf(error: unknown): string | undefined {
  if (
    error instanceof InputGuardrailTripwireTriggered ||
    error instanceof OutputGuardrailTripwireTriggered ||
    error instanceof ToolInputGuardrailTripwireTriggered ||
    error instanceof ToolOutputGuardrailTripwireTriggered
  )
    return error.result.guardrail.name;
  return undefined;
}
