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

/** A message on one line: `user: And a window seat?`, `assistant: calls findSeat({"row":3})`. */
export function messageSummary(message: unknown, among: readonly unknown[]): string {
  if (!isRecord(message)) return JSON.stringify(message);
  const { content, tool_calls: calls, function_call: call } = message;
  const text =
    typeof content === "string" ? content : content == null ? "" : JSON.stringify(content);
  const all: readonly unknown[] = [...(Array.isArray(calls) ? calls : []), ...(call ? [call] : [])];
  const made = all.map((one) => {
    const { name, arguments: args, input } = definitionOf(one);
    return `calls ${String(name)}(${String(args ?? input)})`;
  });
  return `${speakerOf(message, among)}: ${[text, ...made].filter((part) => part !== "").join(", ")}`;
}

/** The role of a message, or the tool whose result it is. */
export function speakerOf(
  message: Readonly<Record<string, unknown>>,
  among: readonly unknown[],
): string {
  const { role, tool_call_id: id, name } = message;
  if (role === "function" && typeof name === "string") return `result of ${name}`;
  const calls = among.flatMap((other) => {
    const own = isRecord(other) ? other["tool_calls"] : undefined;
    return Array.isArray(own) ? own : [];
  });
  const call: unknown = calls.find(
    (other) => isRecord(other) && other["id"] === id && id !== undefined,
  );
  if (call !== undefined) return `result of ${toolName(call)}`;
  return typeof role === "string" ? role : "message";
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
