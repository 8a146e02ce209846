import { untilAborted } from "../tools/abort.ts";
import { AgentError } from "../agent/agent-error.ts";
import type { Agent } from "../agent/agent.ts";
import type { ChatRequest, Message } from "../agent/chat-client.ts";
import { copyContext } from "../agent/context-variables.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";
import { toolSchema } from "../tools/function-to-json.ts";
import type { Tool } from "../agent/tool.ts";

/** What a request is made of. */
export interface RequestOptions {
  readonly agent: Agent;
  /** The agent's functions, in their explicit form. */
  readonly tools: readonly Tool[];
  readonly history: readonly Message[];
  readonly contextVariables: Readonly<ContextVariables>;
  readonly model: string;
  readonly stream: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The request as it goes to the API, the agent's instructions first. Throws AgentError if the instructions throw. */
export async function chatRequest(options: RequestOptions): Promise<ChatRequest> {
  const { agent, tools, history, model, stream } = options;
  const system: Message = { role: "system", content: await instructionsOf(options) };
  return {
    model,
    messages: [system, ...history],
    ...(tools.length > 0 ? toolParameters(agent, tools) : {}),
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
  };
}

async function instructionsOf({
  agent,
  contextVariables,
  signal,
}: RequestOptions): Promise<string> {
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
