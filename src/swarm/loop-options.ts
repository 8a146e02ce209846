import { isAgent } from "./agent.ts";
import type { Agent } from "./agent.ts";
import type { ChatClient, InputMessage } from "./chat-client.ts";
import type { ContextVariables } from "./context-variables.ts";
import { refusePythonNames } from "./python-names.ts";

/** What a run is given. */
export interface LoopOptions {
  /** Who is active first. */
  readonly agent: Agent;
  /** The conversation so far. Never changed. */
  readonly messages: readonly InputMessage[];
  /** Shared by all agents of the run. Never changed. */
  readonly contextVariables?: Readonly<ContextVariables> | undefined;
  /** One model for every agent. */
  readonly modelOverride?: string | undefined;
  /** How many completions may be asked for; without end by default. */
  readonly maxTurns?: number | undefined;
  /** False returns where the model calls a tool, with the call as the last message. */
  readonly executeTools?: boolean | undefined;
  /** True asks for streamed completions, and tells of their deltas. */
  readonly stream?: boolean | undefined;
  /** Ends the run: it throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each agent that is about to ask its model, each time. */
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
