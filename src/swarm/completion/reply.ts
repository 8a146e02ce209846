import { isTooDeep, TooDeepError } from "../../json/depth.ts";
import { field, isRecord, textField } from "../../json/value.ts";
import { show } from "../../json/show.ts";
import { cut } from "../../text/printable.ts";
import type { AssistantMessage, Content } from "../../trajectory/trajectory.ts";
import { readCalls } from "./read-calls.ts";
import { KEPT_OUTPUT } from "./reply-items.ts";
import { countedUsage, type CountedUsage } from "./usage.ts";

/** One completion, reduced to what the loop needs. */
export interface Reply extends CountedUsage {
  readonly message: AssistantMessage;
  /** The model that answered, as the provider calls it. */
  readonly answeredBy: string | undefined;
  readonly finishReason: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a chat completion as providers really send it: content may be null, missing or a list of parts, `tool_calls`
 * null or empty. `nextId` names calls that have no id. Throws UnusableReplyError.
 */
export function readReply(completion: unknown, nextId: () => string): Reply {
  const { message, finishReason } = usableChoice(completion);
  const counted = countedUsage(field(completion, "usage"));
  const answeredBy = textField(completion, "model");
  const rest = { answeredBy, ...counted, finishReason, answer: completion };
  return toReply(message, rest, nextId);
}

/** What the first choice of a chat completion says, and why it ends there. Throws UnusableReplyError if it says nothing. */
export function usableChoice(completion: unknown): {
  readonly message: Fields;
  readonly finishReason: string | undefined;
} {
  const choice = firstChoice(completion);
  refuseError(completion, choice);
  const message = field(choice, "message");
  const finishReason = textField(choice, "finish_reason");
  if (isRecord(message)) return { message, finishReason };
  if (finishReason === WITHHELD) return { message: {}, finishReason };
  throw notAReply("chat completion", "choices[0].message", completion);
}

/** A provider's filter may leave nothing of a reply. */
const WITHHELD = "content_filter";

/** What providers write where their own server failed in mid reply. */
const BROKEN = new Set(["error", "insufficient_system_resource"]);

/** The reply of a complete message. Throws UnusableReplyError if the provider withheld all of it, or failed in it. */
export function toReply(
  fields: Fields,
  { answer, ...rest }: Omit<Reply, "message"> & { readonly answer: unknown },
  nextId: () => string,
): Reply {
  const message = assistantMessage(fields, nextId);
  if (rest.finishReason === WITHHELD && message.content === "") {
    throw new UnusableReplyError(
      `The provider withheld the reply: its finish_reason is ${WITHHELD}.`,
      answer,
    );
  }
  if (BROKEN.has(rest.finishReason ?? "")) {
    throw new UnusableReplyError(
      `The provider broke the reply off: its finish_reason is ${rest.finishReason}.`,
      answer,
    );
  }
  return { message, ...rest };
}

/**
 * Some providers want these back with the message that they came with: the reasoning of DeepSeek's and Kimi's models
 * (they refuse a conversation whose tool calls have lost it) and of OpenRouter's, Gemini's signatures, and what the
 * Responses API has of its own.
 */
export const RETURNED_FIELDS = [
  "reasoning_content",
  "reasoning_details",
  "extra_content",
  KEPT_OUTPUT,
] as const;

/** The message as it goes back into the history, without the fields that are only for reading. */
function assistantMessage(message: Fields, nextId: () => string): AssistantMessage {
  const refusal = textField(message, "refusal");
  const calls = readCalls(message, nextId);
  const returned = RETURNED_FIELDS.filter((name) => !isEmpty(message[name]));
  const silent = refusal === undefined && Object.keys(calls).length === 0;
  return {
    role: "assistant",
    // The API takes null back only beside a refusal or calls.
    content: content(message["content"]) ?? (silent ? "" : null),
    ...(refusal === undefined ? {} : { refusal }),
    ...Object.fromEntries(returned.map((name) => [name, message[name]])),
    ...calls,
  };
}

function content(value: unknown): Content {
  return typeof value === "string" || Array.isArray(value) ? value : null;
}

function isEmpty(value: unknown): boolean {
  return (Array.isArray(value) && value.length === 0) || (value ?? "") === "";
}

/** The choice with index 0, or the first one if none has an index. */
export function firstChoice(completion: unknown): unknown {
  const choices = field(completion, "choices");
  if (!Array.isArray(choices)) return undefined;
  return choices.find((choice) => (field(choice, "index") ?? 0) === 0);
}

/** The provider answered without a reply: an error under status 200, a withheld reply, or no chat completion. */
export class UnusableReplyError extends Error {
  override readonly name = "UnusableReplyError";
  readonly answer: unknown;

  constructor(problem: string, answer: unknown) {
    super(problem);
    this.answer = answer;
  }
}

/** The error for an answer without `member`, which every `kind` of answer has. */
export function notAReply(kind: string, member: string, answer: unknown): UnusableReplyError {
  const begins = excerpt(answer);
  return new UnusableReplyError(
    `The provider's answer is not a ${kind}: ${begins === "" ? "it is empty." : `it has no ${member}. It begins: ${begins}`}`,
    answer,
  );
}

/** The error for a stream that held no chunk of a reply. */
export function streamWithoutReply(): UnusableReplyError {
  return new UnusableReplyError("The provider's stream ended without a reply.", undefined);
}

/**
 * Throws if a completion, a chunk or its choice carries an error, as gateways send under status 200, and if it is nested
 * too deeply for whoever reads it after this.
 */
export function refuseError(answer: unknown, choice: unknown): void {
  if (isTooDeep(answer))
    throw new UnusableReplyError(
      `The provider's answer cannot be kept: ${new TooDeepError().message}.`,
      answer,
    );
  const error = [field(answer, "error"), field(choice, "error")].find(saysSomething);
  if (error === undefined) return;
  const message = textField(error, "message") ?? error;
  throw new UnusableReplyError(`The provider answered with an error: ${excerpt(message)}`, answer);
}

/** Some providers send every member of their types, empty ones too. */
function saysSomething(error: unknown): boolean {
  return isRecord(error) ? Object.values(error).some(Boolean) : Boolean(error);
}

function excerpt(value: unknown): string {
  return typeof value === "string" ? cut(value, 300) : value === undefined ? "" : show(value, 300);
}
