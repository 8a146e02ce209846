import { DEFAULT_MODEL } from "../../models/table.ts";
import { checkApi, type Api } from "./api.ts";
import type { ChatClient } from "./chat-client.ts";
import { providersOf } from "./providers.ts";
import { parametersProblem, type RequestParameters } from "./request-parameters.ts";
import type { AgentFunction } from "./tool.ts";

/** Text, or a function of the context variables that returns it: the system message while the agent is active. */
export type Instructions = string | InstructionsFunction["call"];

/** A method, so that a function which knows its variables' types is accepted. */
interface InstructionsFunction {
  // Of no other record is an interface taken for, and an agent with a type parameter could not have itself in its functions.
  // oxlint-disable-next-line typescript/no-explicit-any
  call(contextVariables: Record<string, any>): string | Promise<string>;
}

/** `auto`, `none`, `required`, the name of one tool, or the API's own object. */
export type ToolChoice = string | { readonly [key: string]: unknown };

/** What an agent is made of; everything has a default. */
export interface AgentOptions {
  /** `"Agent"` by default. Cases and reports use it. */
  readonly name?: string | undefined;
  /** `"gpt-5.4"` by default. Not with a `firstOf`, whose providers each name theirs. */
  readonly model?: string | undefined;
  /** `"You are a helpful agent."` by default. */
  readonly instructions?: Instructions | undefined;
  /** What the model may call; nothing by default. */
  readonly functions?: readonly AgentFunction[] | readonly [] | undefined;
  /** Left to the API by default. */
  readonly toolChoice?: ToolChoice | undefined;
  /** `true` by default. `null` leaves the parameter out of the request, for models that refuse it. */
  readonly parallelToolCalls?: boolean | null | undefined;
  /** Sent as it is with each of the agent's requests: `{ temperature: 0, max_completion_tokens: 500 }`. */
  readonly request?: RequestParameters | undefined;
  /** For an agent at another provider than the rest of the swarm, or at the first of several that answers: `firstOf`. */
  readonly client?: ChatClient | undefined;
  /** `"chat_completions"`, or `"responses"`; by default that by which OpenAI takes the model's tools. */
  readonly api?: Api | undefined;
}

/** Not `instanceof`: a globally installed CLI and the agents module may each load their own copy of the class. */
const AGENT = Symbol.for("swarm-eval.agent");

const MADE = Symbol.for("swarm-eval.agents-made");

interface AgentsMade {
  [MADE]?: Agent[];
}

/**
 * From now on, `agentsMade` knows the agents that are made, by whichever copy of this package. Returns what ends that.
 */
export function keepAgentsMade(): () => void {
  // An array: the table of a set that was emptied keeps pointing at the next one, and so at all agents of a run.
  (globalThis as AgentsMade)[MADE] ??= [];
  return () => void delete (globalThis as AgentsMade)[MADE];
}

/** The agents that were made since the last call; none before `keepAgentsMade`. */
export function agentsMade(): Agent[] {
  return (globalThis as AgentsMade)[MADE]?.splice(0) ?? [];
}

/** Instructions and functions. Everything can be changed later, so that two agents can hand off to each other. */
export class Agent {
  name: string;
  model: string;
  instructions: Instructions;
  functions: AgentFunction[];
  toolChoice: ToolChoice | undefined;
  parallelToolCalls: boolean | null;
  request: RequestParameters;
  client: ChatClient | undefined;
  api: Api | undefined;

  /**
   * Throws a TypeError for options in the spelling of Python, for a request that sets what other options do, for a model
   * beside a `firstOf`, and for an API that there is not.
   */
  constructor(options: AgentOptions = {}) {
    refusePythonNames(options, "An agent");
    const { name = "Agent", request = {} } = options;
    const problem = parametersProblem(request);
    if (problem !== undefined) throw new TypeError(`The agent ${name}: ${problem}.`);
    const [first] = providersOf(options.client) ?? [];
    if (first !== undefined && options.model !== undefined)
      throw new TypeError(
        `The agent ${name}: its model stands in its firstOf, for each provider. Leave out model: ${JSON.stringify(options.model)}.`,
      );
    this.name = name;
    this.model = options.model ?? first?.model ?? DEFAULT_MODEL;
    this.instructions = options.instructions ?? "You are a helpful agent.";
    this.functions = [...(options.functions ?? [])];
    this.toolChoice = options.toolChoice;
    this.parallelToolCalls =
      options.parallelToolCalls === undefined ? true : options.parallelToolCalls;
    this.request = { ...request };
    this.client = options.client;
    checkApi(options.api);
    this.api = options.api;
    (globalThis as AgentsMade)[MADE]?.push(this);
  }

  get [AGENT](): true {
    return true;
  }
}

/** Whether a value is an agent, of whichever copy of this package. */
export function isAgent(value: unknown): value is Agent {
  return typeof value === "object" && value !== null && AGENT in value;
}

/** Throws a TypeError for options in the spelling of Python (`max_turns`), which would be ignored without a word. */
export function refusePythonNames(options: object, owner: string): void {
  for (const name in options) {
    if (!name.includes("_")) continue;
    const here = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    throw new TypeError(`${owner} has no ${name}: in TypeScript it is written ${here}.`);
  }
}

/** The agents module failed: instructions threw, or a function cannot be described to a model. */
export class AgentError extends Error {
  override readonly name = "AgentError";
  readonly agent: string;

  /** `agent` is its name, or another part of the module. */
  constructor(agent: string, cause: unknown) {
    super(`${agent} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.agent = agent;
  }
}
