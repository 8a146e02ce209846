import { field, isRecord, parseIfJson, textField } from "../../json/value.ts";
import { contentText } from "../../trajectory/content.ts";

/** Messages of Chat Completions as OpenTelemetry's conventions for generative AI have them, as JSON. */
export function genAiMessages(messages: readonly unknown[], finishReason?: string): string {
  const reason = finishReason === undefined ? {} : { finish_reason: finishReason };
  return JSON.stringify(
    messages.map((message) => ({
      role: textField(message, "role") ?? "user",
      parts: partsOf(message),
      ...reason,
    })),
  );
}

/** The instructions that stand before the conversation, and the rest. */
export function withoutInstructions(messages: readonly unknown[]) {
  const isSystem = (message: unknown): boolean => field(message, "role") === "system";
  const [first] = messages;
  if (!isSystem(first)) return { instructions: undefined, rest: messages };
  return {
    instructions: JSON.stringify(contentParts(field(first, "content"))),
    rest: messages.slice(1),
  };
}

function partsOf(message: unknown): object[] {
  const content = field(message, "content");
  if (field(message, "role") === "tool") {
    const id = field(message, "tool_call_id");
    return [{ type: "tool_call_response", id, response: contentText(content) }];
  }
  const calls = field(message, "tool_calls");
  return [...contentParts(content), ...(Array.isArray(calls) ? calls.map(callPart) : [])];
}

function contentParts(content: unknown): object[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", content }];
  if (!Array.isArray(content)) return [];
  return content.filter(isRecord).map((part) => {
    const url = textField(part["image_url"], "url");
    if (url !== undefined) return { type: "uri", modality: "image", uri: url };
    return part["type"] === "text" ? { type: "text", content: part["text"] } : part;
  });
}

/** Arguments are a value where they are JSON. */
function callPart(call: unknown): object {
  const called = field(call, "function") ?? field(call, "custom");
  const args = textField(called, "arguments") ?? textField(called, "input") ?? "{}";
  const name = field(called, "name");
  return { type: "tool_call", id: field(call, "id"), name, arguments: parseIfJson(args) ?? args };
}
