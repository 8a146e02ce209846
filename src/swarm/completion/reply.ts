import { field, isRecord, textField } from "../../json/value.ts";
import { assistantMessage } from "./assistant-message.ts";
import type { AssistantMessage, Usage } from "../../trajectory/trajectory.ts";
import { notACompletion, refuseError, UnusableReplyError } from "./unusable-reply.ts";

/** One completion, reduced to what the loop goes on with. */
export interface Reply {
  readonly message: AssistantMessage;
  readonly usage: Usage | undefined;
  readonly finishReason: string | undefined;
}

/**
 * Reads a chat completion as providers really send it: content may be null, missing or a list of parts, `tool_calls`
 * null or empty. `nextId` names calls that have no id. Throws UnusableReplyError.
 */
export function readReply(completion: unknown, nextId: () => string): Reply {
  const choice = firstChoice(completion);
  refuseError(completion, choice);
  const message = field(choice, "message");
  const finishReason = textField(choice, "finish_reason");
  if (!isRecord(message) && finishReason !== WITHHELD) throw notACompletion(completion);
  const usage = readUsage(field(completion, "usage"));
  return toReply(
    isRecord(message) ? message : {},
    { usage, finishReason, answer: completion },
    nextId,
  );
}

/** What a provider's filter leaves of a reply may be nothing at all. */
const WITHHELD = "content_filter";

/** The reply of a message that has come, whole or in pieces. Throws UnusableReplyError where the provider kept all of it back. */
export function toReply(
  message: Readonly<Record<string, unknown>>,
  { answer, ...rest }: Omit<Reply, "message"> & { readonly answer: unknown },
  nextId: () => string,
): Reply {
  const said = assistantMessage(message, nextId);
  if (rest.finishReason === WITHHELD && said.content === "") {
    throw new UnusableReplyError(
      `The provider withheld the reply: its finish_reason is ${WITHHELD}.`,
      answer,
    );
  }
  return { message: said, ...rest };
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
