import type { Agent } from "../swarm/agent/agent.ts";
import type { ChatClient } from "../swarm/agent/chat-client.ts";
import type { ContextVariables } from "../trajectory/trajectory.ts";
import type { Response } from "../swarm/loop.ts";
import { checkOptions } from "../swarm/loop.ts";
import { Swarm } from "../swarm/swarm.ts";

/** How a demo loop is played, and where its user sits. */
export interface DemoLoopOptions {
  /** Shows the words of a reply as they come. */
  readonly stream?: boolean;
  /** Those that the conversation starts with; none by default. */
  readonly contextVariables?: ContextVariables;
  /** Writes each step to stderr. */
  readonly debug?: boolean;
  /** One model for every agent. */
  readonly modelOverride?: string;
  /** For agents that bring none of their own; `new OpenAI()` without one. */
  readonly client?: ChatClient;
  /** Where the user speaks: a terminal, or lines of text. `process.stdin` by default. */
  readonly input?: NodeJS.ReadableStream;
  /** `process.stdout` by default. */
  readonly output?: NodeJS.WritableStream;
  /** Ends the session. */
  readonly signal?: AbortSignal;
}

/**
 * Swarm's demo loop: a conversation with an agent, and whomever it hands off to, on the command line. It keeps history,
 * active agent and context variables from one input to the next. Ctrl-C ends an answer, Ctrl-D the session.
 * Resolves to the whole conversation. Throws a TypeError where `agent` is none.
 */
export async function runDemoLoop(agent: Agent, options: DemoLoopOptions = {}): Promise<Response> {
  const { input: source = process.stdin, output = process.stdout, contextVariables = {} } = options;
  // Most programs that import this package run no loop.
  const [{ converse }, { openInput }, { openScreen }] = await Promise.all([
    import("./converse.ts"),
    import("./open-input.ts"),
    import("./screen.ts"),
  ]);
  checkOptions({ agent, messages: [] });
  const screen = openScreen(output);
  const input = openInput({ input: source, output, prompt: screen.prompt, history: [] });
  if (input.interactive) screen.note(`${agent.name} is listening. Ctrl-D ends the session.`);
  try {
    const { stream, debug, modelOverride, client, signal } = options;
    const { errors: _, ...response } = await converse({
      swarm: new Swarm({ client }),
      agent,
      contextVariables,
      modelOverride,
      stream,
      debug,
      signal,
      input,
      screen,
    });
    return response;
  } finally {
    input.close();
  }
}
