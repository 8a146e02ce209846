import { isRecord, textField } from "../../json/value.ts";
import type { AssistantMessage, Content, ToolCall } from "../../trajectory/trajectory.ts";

/**
 * What some providers want back with the message that it came with, and others never send: the reasoning of DeepSeek's
 * and Kimi's models (they refuse a conversation whose tool calls have lost it) and of OpenRouter's, Gemini's signatures.
 */
export const RETURNED_FIELDS = ["reasoning_content", "reasoning_details", "extra_content"] as const;

/**
 * The message as it goes back into the history: what the model said, without the fields that are only for reading.
 * A call may lack its id (`nextId` names it), carry its arguments as an object, or be a `function_call` of old.
 */
export function assistantMessage(
  message: Readonly<Record<string, unknown>>,
  nextId: () => string,
): AssistantMessage {
  const refusal = textField(message, "refusal");
  const toolCalls = callsIn(message).map((call) => toolCall(call, nextId));
  const returned = RETURNED_FIELDS.filter((name) => !isEmpty(message[name]));
  const silent = refusal === undefined && toolCalls.length === 0;
  return {
    role: "assistant",
    // The API takes null back only beside a refusal or calls.
    content: content(message["content"]) ?? (silent ? "" : null),
    ...(refusal === undefined ? {} : { refusal }),
    ...Object.fromEntries(returned.map((name) => [name, message[name]])),
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
  };
}

function content(value: unknown): Content {
  return typeof value === "string" || Array.isArray(value) ? value : null;
}

function callsIn(message: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  const { tool_calls: calls, function_call: legacy } = message;
  if (Array.isArray(calls) && calls.length > 0) return calls.filter(isRecord);
  return textField(legacy, "name") === undefined ? [] : [{ function: legacy }];
}

function toolCall(call: Readonly<Record<string, unknown>>, nextId: () => string): ToolCall {
  const { index: _, ...kept } = call;
  const { name, arguments: args, ...others } = isRecord(call["function"]) ? call["function"] : {};
  return {
    ...kept,
    id: textField(call, "id") ?? nextId(),
    type: "function",
    function: {
      ...others,
      name: typeof name === "string" ? name : "",
      arguments: typeof args === "string" ? args : JSON.stringify(args ?? {}),
    },
  };
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );
}
