import type { ChatClient } from "./agent/chat-client.ts";
import type { Delta } from "./completion/merge-deltas.ts";
import { inLane, newBranch, type Lane } from "../lanes/lane.ts";
import type { Agent } from "./agent/agent.ts";
import { debugLine } from "./debug-line.ts";
import { loop } from "./loop.ts";
import { isStep, type LoopEvent, type Response, type LoopOptions } from "./floor.ts";

/** What a swarm is made with. */
export interface SwarmOptions {
  /** `new OpenAI()` by default, made on first use from the environment; OPENAI_BASE_URL alone is enough. */
  readonly client?: ChatClient | undefined;
}

/** What a run is given: an agent, the conversation so far, and how to continue. */
export interface RunOptions extends LoopOptions {
  /** Writes each step to stderr, or hands its line to a function. */
  readonly debug?: boolean | ((line: string) => void) | undefined;
}

/** What a run of agents leaves behind. A run that a tool hands to a team ends with the team, as `Response` has it. */
export interface AgentResponse extends Response {
  readonly agent: Agent;
}

/** An event of a streamed run: a message's start and end, the API's deltas between them; last the response. */
export type StreamEvent =
  | { readonly delim: "start" | "end" }
  | (Delta & { readonly sender: string })
  | { readonly response: AgentResponse };

type OfAgents = RunOptions & { readonly agent: Agent };

/** Runs agents. Keeps no state between runs. */
export class Swarm {
  #client: ChatClient | undefined;

  constructor(options: SwarmOptions = {}) {
    this.#client = options.client;
  }

  /** Runs until a reply calls no tool. Resolves to the response; with `stream: true`, iterates over its events. */
  run(options: RunOptions & { readonly stream: true }): AsyncIterable<StreamEvent>;
  run(options: OfAgents & { readonly stream?: false | undefined }): Promise<AgentResponse>;
  run(options: OfAgents): Promise<AgentResponse> | AsyncIterable<StreamEvent>;
  run(options: RunOptions & { readonly stream?: false | undefined }): Promise<Response>;
  run(options: RunOptions): Promise<Response> | AsyncIterable<StreamEvent>;
  run(options: RunOptions): Promise<Response> | AsyncIterable<StreamEvent> {
    const events = branchEvents(this, options);
    return options.stream === true ? streamEvents(events) : drain(events);
  }

  /** The events of the run: steps of the trajectory and, if it streams, deltas. Returns the response. */
  events(options: OfAgents): AsyncGenerator<LoopEvent, AgentResponse>;
  events(options: RunOptions): AsyncGenerator<LoopEvent, Response>;
  events({ debug = false, ...options }: RunOptions): AsyncGenerator<LoopEvent, Response> {
    const events = loop(options, () => this.#defaultClient());
    if (debug === false) return events;
    const toStderr = (line: string): void => void process.stderr.write(`${line}\n`);
    const write = debug === true ? toStderr : debug;
    return mapEvents(events, (event) => {
      if (isStep(event)) write(debugLine(event));
      return event;
    });
  }

  async #defaultClient(): Promise<ChatClient> {
    if (this.#client !== undefined) return this.#client;
    const { OpenAI } = await import("openai");
    const { OPENAI_API_KEY: key, OPENAI_BASE_URL: server } = process.env;
    // A local server (Ollama, vLLM) may need no key, but the SDK does.
    return (this.#client ??= new OpenAI(!key && server ? { apiKey: "none" } : {}));
  }
}

/** The events of a run in a lane of its own: runs side by side would else be told apart only by which is quicker. */
export function branchEvents(
  swarm: Swarm,
  options: RunOptions,
): AsyncGenerator<LoopEvent, Response> {
  const lane = newBranch();
  return lane === undefined ? swarm.events(options) : inBranch(lane, swarm, options);
}

/** The events of a run in a lane, which knows who is at work in it. */
async function* inBranch(
  lane: Lane,
  swarm: Swarm,
  options: RunOptions,
): AsyncGenerator<LoopEvent, Response> {
  const onAgent = (agent: Agent): void => {
    lane.atWork = agent.name;
    options.onAgent?.(agent);
  };
  const events = swarm.events({ ...options, onAgent });
  try {
    let next = await inLane(lane, () => events.next());
    for (; !next.done; next = await inLane(lane, () => events.next())) yield next.value;
    return next.value;
  } finally {
    await events.return(undefined as unknown as Response);
  }
}

/** Plays a run whose events nobody takes. */
export async function drain(events: AsyncGenerator<LoopEvent, Response>): Promise<Response> {
  let next = await events.next();
  while (!next.done) next = await events.next();
  return next.value;
}

async function* streamEvents(
  events: AsyncGenerator<LoopEvent, Response>,
): AsyncGenerator<StreamEvent> {
  const response = yield* mapEvents(events, (event): StreamEvent | undefined => {
    if (event.type === "delta") return { ...event.delta, sender: event.agent };
    if (event.type === "message_start") return { delim: "start" };
    return event.type === "message_end" ? { delim: "end" } : undefined;
  });
  yield { response: response as AgentResponse };
}

/** Maps each value, leaving out undefined; returns what the generator returns. Ending this ends the generator. */
async function* mapEvents<Event, Mapped, Returned>(
  events: AsyncGenerator<Event, Returned>,
  map: (event: Event) => Mapped | undefined,
): AsyncGenerator<Mapped, Returned> {
  try {
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      const mapped = map(next.value);
      if (mapped !== undefined) yield mapped;
    }
    return next.value;
  } finally {
    await events.return(undefined as Returned);
  }
}
