import { isDeepStrictEqual } from "node:util";
import { field, isRecord, textField } from "../../json/value.ts";
import { contentText } from "../../trajectory/content.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a message of the Responses API has beside what Chat Completions knows: the output items of its reply, as they go
 * back. A message has it only if its own fields do not say as much: if there was reasoning, say.
 */
interface KeptOutput {
  /** Whose they are: what one model thought is sealed, and no other may be sent it. */
  readonly model: string;
  readonly output: readonly unknown[];
}

/** Where a message has it. */
export const KEPT_OUTPUT = "response";

/** The message without what only the Responses API takes back. */
export function withoutOutput<Message extends object>(message: Message): Message {
  if (!(KEPT_OUTPUT in message)) return message;
  const { [KEPT_OUTPUT]: _, ...rest } = message as Fields;
  return rest as Message;
}

/** The reply of a model as a message of Chat Completions, from its output items. */
export function messageOf(output: readonly unknown[], model: string): Fields {
  const parts = output.flatMap((item) =>
    field(item, "type") === "message" ? contentParts(item) : [],
  );
  const calls = output.filter(isCall).map(callOf);
  const refusal = parts.map((part) => textField(part, "refusal") ?? "").join("");
  const message = {
    role: "assistant",
    content: parts.some((part) => typeof field(part, "text") === "string")
      ? contentText(parts)
      : null,
    ...(refusal === "" ? {} : { refusal }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  const kept: KeptOutput = { model, output: sentBack(output) };
  return isDeepStrictEqual(kept.output, itemsOf(message))
    ? message
    : { ...message, [KEPT_OUTPUT]: kept };
}

/** The input items of an assistant's message: those that it came in, if the model may have them, else what it says. */
export function replyItems(message: Fields, model: string): readonly unknown[] {
  const kept = message[KEPT_OUTPUT];
  const output = field(kept, "output");
  if (!Array.isArray(output)) return itemsOf(message);
  return field(kept, "model") === model ? output : output.filter((item) => !isSealed(item));
}

/** Another model cannot open it; one that does not reason refuses even what is not encrypted. */
function isSealed(item: unknown): boolean {
  return field(item, "type") === "reasoning" || textField(item, "encrypted_content") !== undefined;
}

/** The input items of a message that has no others: its words, its refusal, its calls. */
function itemsOf({ content, refusal, tool_calls: calls }: Fields): unknown[] {
  const text = contentText(content);
  const made = Array.isArray(calls) ? calls.map(callItem) : [];
  const refused = typeof refusal === "string" ? [said([{ type: "refusal", refusal }])] : [];
  const isSilent = made.length === 0 && refused.length === 0;
  return [...(text !== "" || isSilent ? [said(text)] : []), ...refused, ...made];
}

function said(content: unknown): Fields {
  return { role: "assistant", content };
}

/** A call of a message as an input item. */
function callItem(call: unknown): Fields {
  const call_id = field(call, "id");
  if (field(call, "type") === "custom") {
    const custom = field(call, "custom");
    const [name, input] = [field(custom, "name"), field(custom, "input")];
    return { type: "custom_tool_call", call_id, name, input };
  }
  const called = field(call, "function");
  const [name, args] = [field(called, "name"), field(called, "arguments")];
  return { type: "function_call", call_id, name, arguments: args };
}

/** Whether an output item calls a tool of ours. */
export function isCall(item: unknown): item is Fields {
  return ["function_call", "custom_tool_call"].includes(String(field(item, "type")));
}

/** An output item as a call of a message. */
function callOf({ type, call_id: id, name, arguments: args, input }: Fields): Fields {
  return type === "custom_tool_call"
    ? { id, type: "custom", custom: { name, input } }
    : { id, type: "function", function: { name, arguments: args } };
}

function contentParts(item: unknown): unknown[] {
  const content = field(item, "content");
  return Array.isArray(content) ? content : [];
}

/**
 * The output items as the API takes them back. It stored nothing, so it refuses ids of its own (`Item with id 'rs_…' not
 * found`), reasoning that it gave only an id of, and reasoning that nothing follows.
 */
function sentBack(output: readonly unknown[]): unknown[] {
  const last = output.findLastIndex((item) => field(item, "type") !== "reasoning");
  return output.slice(0, last + 1).flatMap((item) => {
    if (!isRecord(item)) return [item];
    const { id: _id, status: _status, ...rest } = item;
    switch (item["type"]) {
      case "message":
        return [messageItem(item)];
      case "function_call":
      case "custom_tool_call":
        return [rest];
      case "reasoning":
        if (textField(item, "encrypted_content") !== undefined) return [rest];
        // Servers of open models show what was thought, and take it back as it came.
        return contentParts(item).length > 0 ? [item] : [];
      default:
        return [item];
    }
  });
}

/** In the short form of input messages, which every server takes. */
function messageItem(item: Fields): Fields {
  const parts = contentParts(item);
  const isText = parts.every((part) => typeof field(part, "text") === "string");
  const { phase } = item;
  const content = isText ? contentText(parts) : parts.map(plainPart);
  return { ...said(content), ...(typeof phase === "string" ? { phase } : {}) };
}

/** Without the annotations and probabilities, which are only for reading. */
function plainPart(part: unknown): unknown {
  return field(part, "type") === "output_text"
    ? { type: "output_text", text: field(part, "text"), annotations: [] }
    : part;
}
