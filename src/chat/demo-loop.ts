import type { Agent } from "../swarm/agent/agent.ts";
import type { ChatClient } from "../swarm/agent/chat-client.ts";
import { checkOptions } from "../swarm/loop.ts";
import { Swarm, type AgentResponse } from "../swarm/swarm.ts";

/** How a demo loop runs. */
export interface DemoLoopOptions {
  /** Shows the words of a reply as they arrive. */
  readonly stream?: boolean | undefined;
  /** At the start of the conversation; none by default. */
  readonly contextVariables?: object | undefined;
  /** At most this many completions are asked for in each answer; no limit by default. */
  readonly maxTurns?: number | undefined;
  /** Writes each step to stderr. */
  readonly debug?: boolean | undefined;
  /** One model for every agent. */
  readonly modelOverride?: string | undefined;
  /** For agents without a client of their own; `new OpenAI()` by default. */
  readonly client?: ChatClient | undefined;
  /** A terminal, or lines of text. `process.stdin` by default. */
  readonly input?: NodeJS.ReadableStream | undefined;
  /** `process.stdout` by default. */
  readonly output?: NodeJS.WritableStream | undefined;
  /** Ends the session. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Swarm's demo loop: a conversation on the command line with an agent and those it hands off to. Messages, active agent
 * and context variables are kept from one input to the next. Ctrl-C ends an answer, Ctrl-D the session.
 * Resolves to the whole conversation. Throws a TypeError if `agent` is not an agent.
 */
export async function runDemoLoop(
  agent: Agent,
  options: DemoLoopOptions = {},
): Promise<AgentResponse> {
  const { input: source = process.stdin, output = process.stdout } = options;
  const contextVariables = { ...options.contextVariables };
  // Most programs that import this package do not run this loop.
  const [{ converse }, { openInput }, { openScreen }] = await Promise.all([
    import("./converse.ts"),
    import("./user-input.ts"),
    import("./screen.ts"),
  ]);
  checkOptions({ agent, messages: [] });
  const screen = openScreen(output);
  const input = openInput({ input: source, output, prompt: screen.prompt, history: [] });
  if (input.interactive) screen.note(`${agent.name} is listening. Ctrl-D ends the session.`);
  try {
    const swarm = new Swarm({ client: options.client });
    const session = { ...options, swarm, agent, contextVariables, input, screen };
    const { errors: _, ...response } = await converse(session);
    return response as AgentResponse;
  } finally {
    input.close();
  }
}
