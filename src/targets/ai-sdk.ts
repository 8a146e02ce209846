import type { Agent, ModelMessage, StepResult, ToolSet } from "ai";
import type { Message } from "../swarm/agent/chat-client.ts";
import { MEMBER } from "../swarm/agent/member.ts";
import type { Floor, LoopEvent, Member, Response } from "../swarm/floor.ts";
import { UnsupportedError } from "../swarm/unsupported.ts";
import { contentText } from "../trajectory/content.ts";
import { callsIn } from "../trajectory/message-calls.ts";
import type { AssistantMessage, ContextVariables, Step } from "../trajectory/trajectory.ts";
import { LeftOff } from "./left-off.ts";
import { refuseBeyond } from "./refuse.ts";
import { assistantMessage, functionCall, TurnSteps } from "./turn-steps.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- whatever its options, tools, context and output are
type AnyAgent = Agent<never, any, any, any>;
// oxlint-disable-next-line typescript/no-explicit-any -- as above
type AnyStep = StepResult<ToolSet, any>;

/** How agents of the AI SDK, which knows no handoffs, hand over. */
export interface TargetOptions {
  /** The agent with which a conversation begins; the first by default. */
  readonly entry?: string;
  /**
   * By the name of a tool, the agent that goes on when an agent has ended its run with a call of it. The agent must stop
   * there: `stopWhen: hasToolCall("transferToRefunds")`.
   */
  readonly handoffs?: Readonly<Record<string, string>>;
}

const histories = new LeftOff<readonly ModelMessage[]>();

/**
 * Agents of the AI SDK by their names, as whoever has the floor. Whoever plays them is thrown UnsupportedError for what the
 * SDK has no way to do, and what its model's client throws. Throws a TypeError for names that no agent has.
 */
export function target(
  agents: Readonly<Record<string, AnyAgent>>,
  options: TargetOptions = {},
): Member {
  const names = Object.keys(agents);
  const { entry = names[0] ?? "", handoffs = {} } = options;
  for (const name of [entry, ...Object.values(handoffs)])
    if (agents[name] === undefined)
      throw new TypeError(
        `There is no agent ${JSON.stringify(name)}; there are ${names.join(", ")}.`,
      );
  return {
    [MEMBER]: true,
    name: entry,
    speak: (floor) => speak(agents, { entry, handoffs }, floor),
  };
}

async function* speak(
  agents: Readonly<Record<string, AnyAgent>>,
  { entry, handoffs }: Required<TargetOptions>,
  floor: Floor,
): AsyncGenerator<LoopEvent, Response> {
  refuseBeyond("the AI SDK", floor, ["stream"]);
  const turn = new TurnSteps(floor, entry);
  const { history = [], since } = histories.of(floor.messages as readonly Message[]);
  const messages: ModelMessage[] = [...history, ...since.flatMap(modelMessages)];
  for (;;) {
    const agent = agents[turn.agent] as AnyAgent;
    const run = new Run(agent, messages, floor);
    let last: AnyStep | undefined;
    for await (const step of run.steps()) {
      last = step;
      yield* stepsOf(step, turn, handoffs);
    }
    messages.push(...(await run.added()));
    const to = last && handedTo(last, handoffs);
    if (to === undefined) break;
    yield* turn.handoff(to);
  }
  histories.keep(turn.messages, messages);
  return {
    messages: turn.messages,
    agent: target(agents, { entry: turn.agent, handoffs }),
    contextVariables: (floor.contextVariables ?? {}) as ContextVariables,
  };
}

/** A run of one agent, whose steps are told as they end. */
class Run {
  readonly #steps: AnyStep[] = [];
  readonly #ended: Promise<readonly ModelMessage[]>;
  #changed = Promise.withResolvers<void>();
  #isOver = false;

  constructor(agent: AnyAgent, messages: readonly ModelMessage[], floor: Floor) {
    const { signal: abortSignal } = floor;
    const given = {
      messages: [...messages],
      ...(abortSignal === undefined ? {} : { abortSignal }),
      onStepFinish: (step: AnyStep): void => {
        this.#steps.push(step);
        this.#wake();
      },
    };
    this.#ended = floor.stream === true ? streamed(agent, given) : generated(agent, given);
    // Whoever reads the steps is thrown what it rejects with.
    this.#ended
      .catch(() => {})
      .finally(() => {
        this.#isOver = true;
        this.#wake();
      });
  }

  async *steps(): AsyncGenerator<AnyStep> {
    for (;;) {
      const { promise } = this.#changed;
      yield* this.#steps.splice(0);
      if (this.#isOver && this.#steps.length === 0) break;
      await promise;
    }
    await this.#ended;
  }

  /** The messages that it adds to the conversation. */
  added(): Promise<readonly ModelMessage[]> {
    return this.#ended;
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

type Given = Parameters<AnyAgent["generate"]>[0];

async function generated(agent: AnyAgent, given: Given): Promise<readonly ModelMessage[]> {
  const { response } = await agent.generate(given);
  return response.messages;
}

async function streamed(agent: AnyAgent, given: Given): Promise<readonly ModelMessage[]> {
  const result = await agent.stream(given as Parameters<AnyAgent["stream"]>[0]);
  let failure: { readonly error: unknown } | undefined;
  // A stream that fails ends like any other; only its parts say so.
  for await (const part of result.fullStream) if (part.type === "error") failure ??= part;
  if (failure !== undefined) throw failure.error;
  const { messages } = await result.response;
  return messages;
}

function* stepsOf(
  step: AnyStep,
  turn: TurnSteps,
  handoffs: Readonly<Record<string, string>>,
): Generator<Step> {
  const { text, toolCalls, usage, finishReason, response, content, model } = step;
  yield* turn.reply({
    model: model.modelId,
    answeredBy: response.modelId,
    message: assistantMessage(
      text,
      toolCalls.map(({ toolCallId, toolName, input }) =>
        functionCall(
          toolCallId,
          toolName,
          typeof input === "string" ? input : JSON.stringify(input),
        ),
      ),
    ),
    usage: {
      prompt_tokens: usage.inputTokens ?? 0,
      completion_tokens: usage.outputTokens ?? 0,
      cached_tokens: usage.inputTokenDetails?.cacheReadTokens ?? 0,
    },
    finishReason: finishReason.replace("-", "_"),
  });
  for (const part of content) {
    if (part.type === "tool-error") {
      const { toolCallId, error } = part;
      const message = error instanceof Error ? error.message : String(error);
      yield* turn.result(toolCallId, { content: message, error: message });
    }
    if (part.type !== "tool-result") continue;
    const output: unknown = part.output;
    const told = typeof output === "string" ? output : (JSON.stringify(output) ?? "");
    yield* turn.result(part.toolCallId, { content: told, to: handoffs[part.toolName] });
  }
}

/** The agent that the last call of a step that hands over leads to. */
function handedTo(
  { toolCalls }: AnyStep,
  handoffs: Readonly<Record<string, string>>,
): string | undefined {
  const call = toolCalls.findLast(({ toolName }) => handoffs[toolName] !== undefined);
  return call && handoffs[call.toolName];
}

/** A message of Chat Completions as the SDK takes it. */
function modelMessages(message: Message): ModelMessage[] {
  const text = contentText(message.content ?? null);
  const { role, tool_call_id: id, tool_name: name } = message;
  if (role === "user" || role === "system") return [{ role, content: text }];
  if (role === "tool")
    return [
      {
        role,
        content: [
          {
            type: "tool-result",
            toolCallId: String(id),
            toolName: String(name ?? ""),
            output: { type: "text", value: text },
          },
        ],
      },
    ];
  if (role !== "assistant")
    throw new UnsupportedError(
      `A message of the role ${role} stands in "messages", which a target of the AI SDK cannot take.`,
    );
  const calls = callsIn(message as AssistantMessage).map(
    ({ id: callId = "", name, text: args }) => {
      const input: unknown = JSON.parse(args);
      return { type: "tool-call" as const, toolCallId: callId, toolName: name, input };
    },
  );
  return [{ role, content: [...(text === "" ? [] : [{ type: "text" as const, text }]), ...calls] }];
}
