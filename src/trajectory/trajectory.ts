import type { Media } from "../media/media.ts";

/**
 * State that is shared by the agents of one conversation and never shown to the model unless instructions or a tool do.
 */
export type ContextVariables = Record<string, unknown>;

/** Tokens of one or more completions, as the provider counted them. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  /** The part of the prompt that the provider answered from its cache, and bills for less. */
  readonly cached_tokens: number;
}

/** A function's name, and its arguments as the model wrote them. */
export interface FunctionText {
  readonly name: string;
  readonly arguments: string;
}

/** A call of a function, whose arguments are JSON. */
export interface FunctionCall {
  readonly id: string;
  readonly type: "function";
  readonly function: FunctionText;
  readonly [field: string]: unknown;
}

/** A call of a custom tool, whose input is a text of any kind. */
export interface CustomCall {
  readonly id: string;
  readonly type: "custom";
  readonly custom: { readonly name: string; readonly input: string };
  readonly [field: string]: unknown;
}

/** A tool call in an assistant message; fields that a provider adds are kept and sent back. */
export type ToolCall = FunctionCall | CustomCall;

/** What a message says: text, or a list of parts. */
export type Content = string | readonly unknown[] | null;

/** A reply of the model, as it goes back into the history. */
export interface AssistantMessage {
  readonly role: "assistant";
  readonly content: Content;
  readonly refusal?: string;
  readonly tool_calls?: readonly ToolCall[];
  /** The one call of a provider that knows no `tool_calls`. */
  readonly function_call?: FunctionText;
  readonly [field: string]: unknown;
}

/**
 * Why a call failed: no tool of the agent has its name; its arguments are not JSON or do not fit the schema; the tool
 * threw; it died of a mistake in its program, such as a TypeError; or the service that it asks could not be reached.
 */
export type ToolFailure =
  | "unknown_tool"
  | "unusable_arguments"
  | "threw"
  | "crashed"
  | "unreachable";

/** A file that a tool returned. */
export interface ReturnedFile extends Media {
  /** Undefined for bytes without one. */
  readonly name?: string | undefined;
  /** Results leave them out: they stand beside, by their hash. */
  readonly bytes?: Uint8Array | undefined;
}

/** A provider that was asked in vain before another one answered. */
export interface Attempt {
  readonly model: string;
  /** Where it was asked, if its client tells: `api.openai.com`. */
  readonly host?: string | undefined;
  /** Of the HTTP reply by which it refused. */
  readonly status?: number | undefined;
  /** Without a status, what went wrong: the code of a connection's error (`ECONNREFUSED`), or the name of another. */
  readonly error?: string | undefined;
}

/** What a model was sent, each text once for all that share it. */
export interface KeptRequest {
  /** The key of what it says beside the model and the messages, as JSON: the tools and how to sample; undefined for nothing. */
  readonly parameters?: string | undefined;
  /**
   * The messages in order: the key of one, as JSON, or the first and the last of those in a row that steps of the trial have
   * added, counted from 0.
   */
  readonly messages: readonly (string | readonly [first: number, last: number])[];
}

interface UserStep {
  readonly type: "user";
  /** Who is active when the message comes. */
  readonly agent: string;
  readonly content: Content;
  /** Set if a model played the user. */
  readonly simulated?: true | undefined;
}

export interface ReplyStep {
  readonly type: "reply";
  readonly agent: string;
  /** The model that was asked. */
  readonly model: string;
  /** The model that answered in its place, as the provider says; undefined if it is the same, or a snapshot of it. */
  readonly answeredBy?: string | undefined;
  /** The providers of a `firstOf` that failed before, in their order; undefined if the first one answered. */
  readonly tried?: readonly Attempt[] | undefined;
  readonly message: AssistantMessage;
  /** What the model was sent: a request of Chat Completions, streamed or not. Results keep it as `request`. */
  readonly sent?: object | undefined;
  readonly request?: KeptRequest | undefined;
  readonly usage: Usage | undefined;
  /** What the provider counted that no request can have used, so that the usage is unknown. Results leave it out. */
  readonly unusableUsage?: string | undefined;
  /** US dollars; undefined if the model's price is not known. The loop leaves it out. */
  readonly cost?: number | undefined;
  readonly finishReason: string | undefined;
  /** The faults that its case put in before it, or in its place, in a word each: `429`. The loop leaves them out. */
  readonly faults?: readonly string[] | undefined;
  /** Set if the other members of a team do not hear it: it chose who speaks next. */
  readonly aside?: true | undefined;
  /** What the text looks like that is neither: a call of the tool of this name, or a tool's answer. */
  readonly looksLike?: { readonly call: string } | { readonly answer: true } | undefined;
}

export interface ToolCallStep {
  readonly type: "tool_call";
  readonly agent: string;
  /** Undefined for a `function_call` of old. */
  readonly id: string | undefined;
  readonly name: string;
  /** The parsed arguments, or the raw text if it is not JSON or the tool is a custom one. */
  readonly arguments: unknown;
  /** False if the run was told not to execute tools. */
  readonly executed: boolean;
}

/**
 * The answer to the latest call of the same agent, name and id that has none: the loop answers each before it makes the
 * next. Where the tool gave others the floor, what they did stands between the two.
 */
export interface ToolResultStep {
  readonly type: "tool_result";
  readonly agent: string;
  readonly id: string | undefined;
  readonly name: string;
  /** What the model reads. */
  readonly content: string;
  /** What went wrong, and of what kind it is; undefined if the call did not fail. */
  readonly error: string | undefined;
  readonly failure?: ToolFailure | undefined;
  readonly file?: ReturnedFile | undefined;
  /** The fault that its case put in, in a word: `timeout`. */
  readonly fault?: string | undefined;
  /** The agent that the tool returned. Of several in one message the last is handed to: that is a step of its own. */
  readonly to?: string | undefined;
}

/** `agent` handed the conversation to `to`. */
interface HandoffStep {
  readonly type: "handoff";
  readonly agent: string;
  readonly to: string;
}

/** What the calls of a message changed in the context variables. */
interface ContextChangeStep {
  readonly type: "context_change";
  readonly agent: string;
  readonly changes: ContextVariables;
}

/** The last step of a turn in which the model would have been asked again, but for the limit of completions. */
export interface TurnLimitStep {
  readonly type: "turn_limit";
  readonly agent: string;
  /** The limit. */
  readonly max_turns: number;
}

/** Words of a member of a team that no model said: a person, a program, or a team as a whole. */
export interface SaidStep {
  readonly type: "said";
  readonly agent: string;
  readonly content: string;
  readonly by: "person" | "program" | "team";
}

/** A program ran that an agent wrote. */
export interface CodeStep {
  readonly type: "code";
  /** Who ran it. */
  readonly agent: string;
  readonly language: string;
  /** What it was called, if it had a name. */
  readonly file?: string | undefined;
  readonly exit_code: number;
  /** Standard output and standard error, in their order. */
  readonly output: string;
  /** The limit that it exceeded, for which it was stopped. */
  readonly stopped?: string | undefined;
}

/**
 * Why a team came to its end: what it waits for was said; its rounds were over; a person ended it; its rule gave the floor
 * to nobody; or every member of a round failed.
 */
export type EndReason = "termination" | "rounds" | "person" | "nobody" | "failed";

/** A team came to its end. */
export interface EndedStep {
  readonly type: "ended";
  /** The team. */
  readonly agent: string;
  readonly reason: EndReason;
  /** How often somebody, or several at once, had the floor. */
  readonly rounds: number;
  /** The members that failed, and what kept the team from their words. */
  readonly failed?: readonly { readonly member: string; readonly message: string }[] | undefined;
}

/** One thing that happened while an agent was active. */
export type Step =
  | UserStep
  | ReplyStep
  | ToolCallStep
  | ToolResultStep
  | HandoffStep
  | ContextChangeStep
  | TurnLimitStep
  | SaidStep
  | CodeStep
  | EndedStep;

/** A step in its place: the turn counts user messages from 1, `at` is in milliseconds since the trial began. */
export type TrajectoryStep = Step & { readonly turn: number; readonly at: number };

/** What happened, in order. The loop emits it; checks read it, results keep it, reports draw it, the gate compares it. */
export type Trajectory = readonly TrajectoryStep[];
