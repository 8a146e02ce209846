import { randomUUID } from "node:crypto";
import {
  isAIMessage,
  isToolMessage,
  type BaseMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import { GraphRecursionError, type Pregel } from "@langchain/langgraph";
import type { Message } from "../swarm/agent/chat-client.ts";
import { copyContext } from "../swarm/agent/context-variables.ts";
import { MEMBER } from "../swarm/agent/member.ts";
import type { Floor, LoopEvent, Member, Response } from "../swarm/floor.ts";
import { contentText } from "../trajectory/content.ts";
import type { Content, ContextVariables, Step } from "../trajectory/trajectory.ts";
import { LeftOff } from "./left-off.ts";
import { refuseBeyond } from "./refuse.ts";
import { assistantMessage, functionCall, TurnSteps } from "./turn-steps.ts";

/** A compiled graph, as far as it is used here. */
// oxlint-disable-next-line typescript/no-explicit-any -- whatever its nodes and channels are
type Graph = Pick<Pregel<any, any>, "stream">;

/** The state of a swarm; its other keys are the context variables. */
interface SwarmState {
  readonly messages?: readonly BaseMessage[];
  readonly activeAgent?: string;
  readonly [key: string]: unknown;
}

const histories = new LeftOff<readonly BaseMessage[]>();

/**
 * A swarm of LangGraph (`createSwarm(…).compile()`) that begins with the agent `entry`, as whoever has the floor. Context
 * variables are the other keys of its state. Whoever plays it is thrown UnsupportedError for what a graph has no way to
 * do, and what its model's client throws.
 */
export function target(graph: Graph, entry: string): Member {
  return { [MEMBER]: true, name: entry, speak: (floor) => speak(graph, entry, floor) };
}

async function* speak(
  graph: Graph,
  entry: string,
  floor: Floor,
): AsyncGenerator<LoopEvent, Response> {
  refuseBeyond("LangGraph", floor, ["context_variables", "stream"]);
  const messages = floor.messages as readonly Message[];
  const context = copyContext(floor.contextVariables ?? {});
  const turn = new TurnSteps(floor, entry, context);
  const { history = [], since } = histories.of(messages);
  const told = new Set<unknown>(history.map(({ id }) => id));
  let state: SwarmState = { messages: history };
  const events = await graph.stream(
    { ...context, messages: [...history, ...since.map(given)], activeAgent: entry },
    {
      // Where messages are asked for as they are written, models stream.
      streamMode: ["updates", "values", ...(floor.stream === true ? (["messages"] as const) : [])],
      subgraphs: true,
      // A graph that keeps its threads keeps this one apart: all that was said is given to it.
      configurable: { thread_id: randomUUID() },
      ...(floor.signal === undefined ? {} : { signal: floor.signal }),
    },
  );
  try {
    for await (const [path, mode, chunk] of events as AsyncIterable<[string[], string, object]>) {
      if (mode === "values" && path.length === 0) {
        state = chunk as SwarmState;
        const { messages: _, activeAgent: _active, ...variables } = state;
        Object.assign(context, copyContext(variables));
        yield* turn.changes();
      }
      if (mode !== "updates") continue;
      for (const update of Object.values(chunk as Record<string, SwarmState | null>))
        yield* stepsOf(update ?? {}, path, turn, told);
    }
  } catch (error) {
    if (!(error instanceof GraphRecursionError)) throw error;
    yield* turn.cutShort();
  }
  histories.keep(turn.messages, state.messages ?? []);
  return {
    messages: turn.messages,
    agent: target(graph, turn.agent),
    contextVariables: context as ContextVariables,
  };
}

/** The steps of what a node has added. `told` has the ids of messages that were told: graphs repeat those of their parts. */
function* stepsOf(
  { messages = [], activeAgent }: SwarmState,
  path: readonly string[],
  turn: TurnSteps,
  told: Set<unknown>,
): Generator<Step> {
  const added = [messages].flat().filter(({ id }) => !told.has(id));
  for (const message of added) {
    told.add(message.id);
    if (isAIMessage(message)) {
      const [node] = path[0]?.split(":") ?? [];
      yield* turn.handoff(message.name ?? node ?? turn.agent);
      const { response_metadata: metadata } = message;
      const usage = message.usage_metadata as UsageMetadata | undefined;
      const model: unknown = metadata["model_name"] ?? metadata["model"];
      yield* turn.reply({
        model: undefined,
        answeredBy: typeof model === "string" ? model : undefined,
        message: assistantMessage(
          contentText(message.content as Content),
          [...(message.tool_calls ?? []), ...(message.invalid_tool_calls ?? [])].map(
            ({ id = "", name = "", args }) =>
              functionCall(id, name, typeof args === "string" ? args : JSON.stringify(args)),
          ),
        ),
        usage:
          usage === undefined
            ? undefined
            : {
                prompt_tokens: usage.input_tokens,
                completion_tokens: usage.output_tokens,
                cached_tokens: usage.input_token_details?.cache_read ?? 0,
              },
        finishReason: String(metadata["finish_reason"] ?? "stop"),
      });
    }
    if (isToolMessage(message)) {
      const content = contentText(message.content as Content);
      const error = message.status === "error" ? content : undefined;
      // A tool that hands over says so in the same update.
      const to = message === added.at(-1) && activeAgent !== turn.agent ? activeAgent : undefined;
      yield* turn.result(message.tool_call_id, { content, error, to });
    }
  }
  if (activeAgent !== undefined) yield* turn.handoff(activeAgent);
}

/** A message as LangChain reads it: as Chat Completions has it, without what is ours. */
function given({ role, content, tool_calls, tool_call_id }: Message): object {
  return {
    role,
    content: content ?? "",
    ...(tool_calls === undefined ? {} : { tool_calls }),
    ...(tool_call_id === undefined ? {} : { tool_call_id }),
  };
}
