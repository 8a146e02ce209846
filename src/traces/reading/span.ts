import type { UserContent } from "../../cases/case.ts";

/** A call in a message, as Chat Completions has it. */
export interface MessageCall {
  readonly id: string;
  readonly type: "function";
  /** The arguments are JSON. */
  readonly function: { readonly name: string; readonly arguments: string };
}

/** A message in the form of Chat Completions, whatever a trace had it in. */
export interface Message {
  readonly role: string;
  readonly content: UserContent | null;
  readonly tool_calls?: readonly MessageCall[];
  readonly tool_call_id?: string;
}

/** Tokens, as the trace counts them. */
export interface TracedUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/** The tokens of a request, if both are numbers. */
export function usageOf(prompt: unknown, completion: unknown): TracedUsage | undefined {
  return typeof prompt === "number" && typeof completion === "number"
    ? { prompt_tokens: prompt, completion_tokens: completion }
    : undefined;
}

/** What somebody did for a while, as a trace tells it. */
export type SpanDeed =
  /** An agent was at work. */
  | { readonly type: "agent"; readonly name: string | undefined }
  /** A model was asked. */
  | {
      readonly type: "model";
      readonly agent: string | undefined;
      readonly model: string | undefined;
      /** What it was sent; undefined if the trace does not say. */
      readonly input: readonly Message[] | undefined;
      readonly output: Message | undefined;
      readonly usage: TracedUsage | undefined;
    }
  | {
      readonly type: "tool";
      readonly name: string;
      /** Parsed, or the raw text if it is not JSON. */
      readonly arguments: unknown;
      readonly id: string | undefined;
      readonly failed: boolean;
    }
  | { readonly type: "handoff"; readonly to: string | undefined }
  | { readonly type: "other" };

/** A span of a trace, whatever its format. */
export interface Span {
  readonly id: string;
  readonly parent: string | undefined;
  /** Spans of one conversation share it. */
  readonly conversation: string;
  /** What orders the spans of a trace. */
  readonly start: number | bigint;
  readonly deed: SpanDeed;
}
