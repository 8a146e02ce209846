import { isRecord, textField } from "../../json/value.ts";
import type { FunctionText, ToolCall } from "../../trajectory/trajectory.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The calls of a message as they go back: what is missing is filled in, all else stays. `nextId` names those without id. */
export function readCalls(
  message: Fields,
  nextId: () => string,
): { readonly tool_calls?: readonly ToolCall[]; readonly function_call?: FunctionText } {
  const { tool_calls: given, function_call: old } = message;
  const calls = Array.isArray(given) ? given.filter(isRecord) : [];
  if (calls.length > 0) return { tool_calls: calls.map((call) => toolCall(call, nextId)) };
  // Some providers send every member of their types, empty ones too.
  return textField(old, "name") === undefined ? {} : { function_call: functionText(old) };
}

/** A call may lack its id and its type. */
function toolCall(call: Fields, nextId: () => string): ToolCall {
  const { index: _, ...kept } = call;
  const id = textField(call, "id") ?? nextId();
  if (!isCustom(call))
    return { ...kept, id, type: "function", function: functionText(call["function"]) };
  const custom = isRecord(call["custom"]) ? call["custom"] : {};
  const [name, input] = [asText(custom["name"]), asText(custom["input"])];
  return { ...kept, id, type: "custom", custom: { ...custom, name, input } };
}

function isCustom(call: Fields): boolean {
  if (textField(call["function"], "name") !== undefined) return false;
  return call["type"] === "custom" || textField(call["custom"], "name") !== undefined;
}

/** Arguments may be missing, or an object. */
function functionText(value: unknown): FunctionText {
  const written = isRecord(value) ? value : {};
  const { name, arguments: args } = written;
  const text = typeof args === "string" ? args : JSON.stringify(args ?? {});
  return { ...written, name: asText(name), arguments: text };
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
