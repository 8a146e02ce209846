/**
 * State that is shared by the agents of one conversation and never shown to the model unless instructions or a tool do.
 * A type of one's own for it must be an alias (`type Customer = { … }`): TypeScript takes no interface for a record.
 */
export type ContextVariables = Record<string, unknown>;

/** Tokens of one completion, as the provider counted them. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  /** The part of the prompt that the provider answered from its cache, and bills for less. */
  readonly cached_tokens: number;
}

/** A tool call in an assistant message; fields that a provider adds are kept and sent back. */
export interface ToolCall {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
  readonly [field: string]: unknown;
}

/** What a message says: text, or a list of parts. */
export type Content = string | readonly unknown[] | null;

/** A reply of the model, as it goes back into the history. */
export interface AssistantMessage {
  readonly role: "assistant";
  readonly content: Content;
  readonly refusal?: string;
  readonly tool_calls?: readonly ToolCall[];
  readonly [field: string]: unknown;
}

/** One thing that happened while an agent was active. */
export type Step =
  | { readonly type: "user"; readonly agent: string; readonly content: string }
  | {
      readonly type: "reply";
      readonly agent: string;
      /** The model that was asked. */
      readonly model: string;
      readonly message: AssistantMessage;
      readonly usage: Usage | undefined;
      readonly finishReason: string | undefined;
    }
  | {
      readonly type: "tool_call";
      readonly agent: string;
      readonly id: string;
      readonly name: string;
      /** The parsed arguments; the raw text where it is no JSON. */
      readonly arguments: unknown;
      /** False where the run was told not to execute tools. */
      readonly executed: boolean;
    }
  | {
      readonly type: "tool_result";
      readonly agent: string;
      readonly id: string;
      readonly name: string;
      /** What the model reads. */
      readonly content: string;
      /** What went wrong, where the call failed. */
      readonly error: string | undefined;
    }
  | { readonly type: "handoff"; readonly agent: string; readonly from: string; readonly to: string }
  | { readonly type: "context_change"; readonly agent: string; readonly changes: ContextVariables };

/** A step in its place: the turn counts user messages from 1, `at` is in milliseconds since the trial began. */
export type TrajectoryStep = Step & { readonly turn: number; readonly at: number };

/** The list of what happened. The loop emits it; checks read it, reports draw it, the gate compares it. */
export type Trajectory = readonly TrajectoryStep[];
