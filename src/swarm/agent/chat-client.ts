import type {
  ChatCompletionCreateParams,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { ResponseCreateParams } from "openai/resources/responses/responses";
import type { JsonSchema } from "../../signatures/schema/signature.ts";
import type { RequestParameters } from "./request-parameters.ts";
import type { Content } from "../../trajectory/trajectory.ts";

/** Anything with the shape of `openai.chat.completions.create`. Its answers are checked, whatever their type. */
export interface ChatClient {
  readonly chat: {
    readonly completions: {
      create(
        body: ChatCompletionCreateParams,
        options?: { signal?: AbortSignal | undefined },
      ): PromiseLike<unknown>;
    };
  };
  /** For agents that are asked by the Responses API. */
  readonly responses?:
    | {
        create(
          body: ResponseCreateParams,
          options?: { signal?: AbortSignal | undefined },
        ): PromiseLike<unknown>;
      }
    | undefined;
}

/**
 * What a client that sees how a stream ends may put behind its last chunk. Without it, a stream is whole that has a
 * finish_reason or, as its last chunk, the usage.
 */
export interface StreamEnd {
  readonly object: "stream.end";
  /** Whether `[DONE]` came. */
  readonly done: boolean;
}

/** A message of the conversation, as Chat Completions has it. */
export interface Message {
  readonly role: string;
  readonly content?: Content | undefined;
  readonly [field: string]: unknown;
}

/** A message that a run may be given. */
export type InputMessage = Message | ChatCompletionMessageParam;

/** The request of one completion, as it goes out. */
export interface ChatRequest extends RequestParameters {
  model: string;
  messages: Message[];
  tools?: ToolSchema[];
  tool_choice?: unknown;
  parallel_tool_calls?: boolean;
  stream?: boolean;
  stream_options?: { include_usage: boolean };
}

export interface ToolSchema {
  readonly type: "function";
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters: JsonSchema;
    readonly strict?: boolean;
  };
}
