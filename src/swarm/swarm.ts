import type { Agent } from "./agent.ts";
import type { ChatClient, Message } from "./chat-client.ts";
import type { ContextVariables } from "./context-variables.ts";
import { debugLine } from "./debug-line.ts";
import { loop } from "./loop.ts";
import type { LoopEvent, Response } from "./loop.ts";

export interface SwarmOptions {
  /** Anything with the shape of `openai.chat.completions.create`. Without one, `new OpenAI()` is made on first use, from the environment. */
  readonly client?: ChatClient | undefined;
}

export interface RunOptions {
  readonly agent: Agent;
  readonly messages: readonly Message[];
  readonly contextVariables?: Readonly<ContextVariables>;
  /** One model for every agent. */
  readonly modelOverride?: string | undefined;
  /** How many completions may be asked for; without end by default. */
  readonly maxTurns?: number;
  /** False returns where the model calls a tool, with the call as the last message. */
  readonly executeTools?: boolean;
  readonly stream?: boolean;
  /** Writes each step to stderr, or hands its line to a function. */
  readonly debug?: boolean | ((line: string) => void);
  readonly signal?: AbortSignal;
}

/** An event of a streamed run: a message's start and end, the deltas between them as the API sends them, and last the whole response. */
export type StreamEvent =
  | { readonly delim: "start" | "end" }
  | { readonly sender: string; readonly [field: string]: unknown }
  | { readonly response: Response };

/** Runs agents. Keeps no state between runs. */
export class Swarm {
  #client: ChatClient | undefined;

  constructor(options: SwarmOptions = {}) {
    this.#client = options.client;
  }

  run(options: RunOptions & { readonly stream: true }): AsyncIterable<StreamEvent>;
  run(options: RunOptions & { readonly stream?: false }): Promise<Response>;
  run(options: RunOptions): Promise<Response> | AsyncIterable<StreamEvent>;
  run(options: RunOptions): Promise<Response> | AsyncIterable<StreamEvent> {
    return options.stream === true
      ? streamEvents(this.events(options))
      : drain(this.events(options));
  }

  /** The run as the loop tells it: steps of the trajectory, deltas where it streams, and the response as the generator's return value. */
  async *events(options: RunOptions): AsyncGenerator<LoopEvent, Response> {
    const { debug = false, ...loopOptions } = options;
    const write =
      typeof debug === "function" ? debug : (line: string) => process.stderr.write(`${line}\n`);
    const events = loop({ ...loopOptions, client: () => this.#defaultClient() });
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      if (debug !== false && next.value.type !== "delta") write(debugLine(next.value));
      yield next.value;
    }
    return next.value;
  }

  async #defaultClient(): Promise<ChatClient> {
    if (this.#client !== undefined) return this.#client;
    const { OpenAI } = await import("openai");
    return (this.#client ??= new OpenAI());
  }
}

async function drain(events: AsyncGenerator<LoopEvent, Response>): Promise<Response> {
  let next = await events.next();
  while (!next.done) next = await events.next();
  return next.value;
}

async function* streamEvents(
  events: AsyncGenerator<LoopEvent, Response>,
): AsyncGenerator<StreamEvent> {
  let next = await events.next();
  for (; !next.done; next = await events.next()) {
    const event = next.value;
    if (event.type === "message_start") yield { delim: "start" };
    else if (event.type === "message_end") yield { delim: "end" };
    else if (event.type === "delta") yield { ...event.delta, sender: event.agent };
  }
  yield { response: next.value };
}
