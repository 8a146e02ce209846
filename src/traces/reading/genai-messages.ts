import type { UserContent } from "../../cases/case.ts";
import { field, isRecord, parseIfJson, textField } from "../../json/value.ts";
import type { Message, MessageCall } from "./span.ts";

/**
 * Messages as attributes have them: JSON, or a list, of the conventions' messages with `parts` or of those of Chat
 * Completions; or a text, which is the user's. Undefined if there are none.
 */
export function messagesOf(value: unknown, role = "user"): Message[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") {
    const parsed = parseIfJson(value);
    return typeof parsed === "object" && parsed !== null
      ? messagesOf(parsed, role)
      : [{ role, content: value }];
  }
  return (Array.isArray(value) ? value : [value]).filter(isRecord).flatMap(messageOf);
}

type Value = Readonly<Record<string, unknown>>;

/** One message of a trace may be several of Chat Completions: each answer to a call is one. */
function messageOf(value: Value): Message[] {
  const role = textField(value, "role") ?? "user";
  const { parts } = value;
  if (!Array.isArray(parts)) return [chatMessage(role, value)];
  const answers = parts.flatMap((part): Message[] => {
    if (field(part, "type") !== "tool_call_response") return [];
    const answer = field(part, "response") ?? field(part, "result");
    return [{ role: "tool", tool_call_id: textOf(field(part, "id")), content: textOf(answer) }];
  });
  if (answers.length > 0) return answers;
  const calls = parts.flatMap((part): MessageCall[] =>
    field(part, "type") === "tool_call" ? [callOf(part as Value)] : [],
  );
  return [{ role, content: contentOf(parts), ...(calls.length > 0 ? { tool_calls: calls } : {}) }];
}

/** No content: calls stand beside it, and thoughts are not sent again. */
const BESIDE = new Set(["tool_call", "reasoning", "thinking"]);

/** The text of parts alone, or with pictures. */
function contentOf(parts: readonly unknown[]): UserContent | null {
  const shown = parts.filter(isPart).flatMap((part): Part[] => {
    switch (part.type) {
      case "text":
        return [{ type: "text", text: textOf(part["content"] ?? part["text"]) }];
      case "uri":
        return [{ type: "image_url", image_url: { url: textOf(part["uri"]) } }];
      case "blob": {
        const data = `${textOf(part["mime_type"])};base64,${textOf(part["content"])}`;
        return [{ type: "image_url", image_url: { url: `data:${data}` } }];
      }
      default:
        return BESIDE.has(part.type) ? [] : [part];
    }
  });
  if (shown.length === 0) return null;
  const texts = shown.flatMap(({ type, text }) => (type === "text" ? [textOf(text)] : []));
  return texts.length === shown.length ? texts.join("\n") : shown;
}

function chatMessage(role: string, value: Value): Message {
  const { content, tool_calls: calls } = value;
  const id = textField(value, "tool_call_id");
  return {
    role,
    content: typeof content === "string" || isContentParts(content) ? content : null,
    ...(Array.isArray(calls) && calls.length > 0
      ? { tool_calls: calls.filter(isRecord).map(callOf) }
      : {}),
    ...(id === undefined ? {} : { tool_call_id: id }),
  };
}

function isContentParts(content: unknown): content is Exclude<UserContent, string> {
  return Array.isArray(content) && content.every(isPart);
}

interface Part {
  readonly type: string;
  readonly [field: string]: unknown;
}

function isPart(value: unknown): value is Part {
  return typeof field(value, "type") === "string";
}

/** A call, of a part or of Chat Completions. */
function callOf(call: Value): MessageCall {
  const named = isRecord(call["function"]) ? call["function"] : call;
  return {
    id: textOf(call["id"]),
    type: "function",
    function: { name: textOf(named["name"]), arguments: textOf(named["arguments"] ?? {}) },
  };
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/**
 * Messages as the attributes of earlier instrumentations have them, each field by itself: `gen_ai.prompt.0.role`,
 * `gen_ai.completion.0.tool_calls.0.name`. Undefined if there are none.
 */
export function indexedMessages(
  attributes: ReadonlyMap<string, unknown>,
  prefix: string,
): Message[] | undefined {
  const nested: Record<string, unknown> = {};
  for (const [key, value] of attributes)
    if (key.startsWith(`${prefix}.`)) put(nested, key.slice(prefix.length + 1).split("."), value);
  const messages = inOrder(nested);
  if (messages.length === 0) return undefined;
  return messages.filter(isRecord).map((message) => {
    const calls = inOrder(message["tool_calls"]);
    const role = textField(message, "role") ?? "assistant";
    return chatMessage(role, {
      ...message,
      content: asParts(message["content"]),
      tool_calls: calls,
    });
  });
}

/** Content that was sent in parts is their JSON there. */
function asParts(content: unknown): unknown {
  const parsed = typeof content === "string" ? parseIfJson(content) : undefined;
  return isContentParts(parsed) ? parsed : content;
}

function put(
  into: Record<string, unknown>,
  [key = "", ...inner]: readonly string[],
  value: unknown,
): void {
  if (inner.length === 0) into[key] = value;
  else put((into[key] ??= {}) as Record<string, unknown>, inner, value);
}

/** The values of an object with numbers for keys, in their order. */
function inOrder(value: unknown): unknown[] {
  if (!isRecord(value)) return [];
  return Object.entries(value)
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}
