import { isRecord } from "../json/is-record.ts";
import type { AssistantMessage, ToolCall, Usage } from "./trajectory.ts";

/** One completion, reduced to what the loop goes on with. */
export interface Reply {
  readonly message: AssistantMessage;
  readonly usage: Usage | undefined;
  readonly finishReason: string | undefined;
}

/** The provider answered, but with nothing that is a chat completion. `answer` is what came. */
export class UnusableReplyError extends Error {
  override readonly name = "UnusableReplyError";
  readonly answer: unknown;

  constructor(answer: unknown) {
    const error = field(answer, "error");
    super(
      error === undefined
        ? `The provider's answer is not a chat completion: it has no choices[0].message. It begins: ${excerpt(answer)}`
        : `The provider answered with an error: ${excerpt(field(error, "message") ?? error)}`,
    );
    this.answer = answer;
  }
}

/**
 * Reads a chat completion as providers really send it: content may be null, missing or a list of parts,
 * `tool_calls` null or empty, a call may lack its id or carry its arguments as an object.
 * `nextId` names calls that have no id. Throws UnusableReplyError.
 */
export function readReply(completion: unknown, nextId: () => string): Reply {
  const choice = firstChoice(completion);
  const message = field(choice, "message");
  if (!isRecord(message)) throw new UnusableReplyError(completion);
  return {
    message: assistantMessage(message, nextId),
    usage: readUsage(field(completion, "usage")),
    finishReason: text(field(choice, "finish_reason")),
  };
}

/** The message as it goes back into the history: what the model said, without the fields that are only for reading. */
export function assistantMessage(
  message: Readonly<Record<string, unknown>>,
  nextId: () => string,
): AssistantMessage {
  const { content = null, refusal, tool_calls: calls } = message;
  const toolCalls = Array.isArray(calls)
    ? calls.filter(isRecord).map((call) => toolCall(call, nextId))
    : [];
  return {
    role: "assistant",
    content,
    ...(typeof refusal === "string" && refusal !== "" ? { refusal } : {}),
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
  };
}

function toolCall(call: Readonly<Record<string, unknown>>, nextId: () => string): ToolCall {
  const { index: _, ...kept } = call;
  const { name, arguments: args, ...others } = isRecord(call["function"]) ? call["function"] : {};
  return {
    ...kept,
    id: text(call["id"]) ?? nextId(),
    type: "function",
    function: {
      ...others,
      name: typeof name === "string" ? name : "",
      arguments: typeof args === "string" ? args : JSON.stringify(args ?? {}),
    },
  };
}

/** The tokens of a `usage` object; undefined where the provider counted none. */
export function readUsage(usage: unknown): Usage | undefined {
  const prompt = field(usage, "prompt_tokens");
  const completion = field(usage, "completion_tokens");
  if (typeof prompt !== "number" && typeof completion !== "number") return undefined;
  const cached = field(field(usage, "prompt_tokens_details"), "cached_tokens");
  return {
    prompt_tokens: typeof prompt === "number" ? prompt : 0,
    completion_tokens: typeof completion === "number" ? completion : 0,
    cached_tokens: typeof cached === "number" ? cached : 0,
  };
}

/** The choice with index 0, or the first one where none says its index. */
export function firstChoice(completion: unknown): unknown {
  const choices = field(completion, "choices");
  if (!Array.isArray(choices)) return undefined;
  return choices.find((choice) => (field(choice, "index") ?? 0) === 0);
}

/** The words of a message's content, whether it is a string or a list of parts. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => text(field(part, "text")) ?? "").join("");
}

/** A property of an object, undefined where the value is none. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function excerpt(value: unknown): string {
  const whole = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return whole.length > 300 ? `${whole.slice(0, 300)}…` : whole;
}
