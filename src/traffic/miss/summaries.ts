import { isRecord } from "../../json/value.ts";

/** The name of a request's tool, or its type if it is not one of the caller's functions. */
export function toolName(tool: unknown): string {
  const { name } = definitionOf(tool);
  if (typeof name === "string") return name;
  return isRecord(tool) && typeof tool["type"] === "string" ? tool["type"] : JSON.stringify(tool);
}

/** The definition of a tool, or what is called of it, whether or not it is wrapped as a function or a custom tool. */
export function definitionOf(tool: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(tool)) return {};
  const { function: wrapped, custom } = tool;
  return isRecord(wrapped) ? wrapped : isRecord(custom) ? custom : tool;
}

/** A tool on one line: `searchFlights(from, to): Finds flights.` */
export function toolSummary(tool: unknown): string {
  const { description, parameters } = definitionOf(tool);
  const properties = isRecord(parameters) ? parameters["properties"] : undefined;
  const names = isRecord(properties) ? Object.keys(properties).join(", ") : "";
  const end = typeof description === "string" && description !== "" ? `: ${description}` : "";
  return `${toolName(tool)}(${names})${end}`;
}

/** A message or an input item on one line: `user: And a window seat?`, `assistant: calls findSeat({"row":3})`. */
export function messageSummary(message: unknown, among: readonly unknown[]): string {
  if (!isRecord(message)) return JSON.stringify(message);
  const content = message["content"] ?? message["output"] ?? message["summary"];
  const text =
    typeof content === "string" ? content : content == null ? "" : JSON.stringify(content);
  const made = callsOf(message).map((one) => {
    const { name, arguments: args, input } = definitionOf(one);
    return `calls ${String(name)}(${String(args ?? input)})`;
  });
  return `${speakerOf(message, among)}: ${[text, ...made].filter((part) => part !== "").join(", ")}`;
}

/** The calls of a message, or the one that an input item is. */
function callsOf(message: unknown): readonly unknown[] {
  if (!isRecord(message)) return [];
  const { tool_calls: calls, function_call: call } = message;
  return [
    ...(Array.isArray(calls) ? calls : []),
    ...(call ? [call] : []),
    ...(isCallItem(message) ? [message] : []),
  ];
}

function isCallItem({ type }: Readonly<Record<string, unknown>>): boolean {
  return type === "function_call" || type === "custom_tool_call";
}

/** The role of a message, or the tool whose result it is; the type of an item that has neither. */
export function speakerOf(
  message: Readonly<Record<string, unknown>>,
  among: readonly unknown[],
): string {
  const { role, tool_call_id: id, call_id: itemId = id, name, type } = message;
  if (isCallItem(message)) return "assistant";
  if (role === "function" && typeof name === "string") return `result of ${name}`;
  const call = among
    .flatMap(callsOf)
    .filter(isRecord)
    .find((other) => itemId !== undefined && (other["call_id"] ?? other["id"]) === itemId);
  if (call !== undefined) return `result of ${toolName(call)}`;
  return [role, type].find((name) => typeof name === "string") ?? "message";
}

/** At most `max` items, the last of which counts the rest. */
export function firstOf(
  items: readonly string[],
  max: number,
  describeRest: (rest: number) => string,
): readonly string[] {
  if (items.length <= max) return items;
  return [...items.slice(0, max - 1), describeRest(items.length - max + 1)];
}
