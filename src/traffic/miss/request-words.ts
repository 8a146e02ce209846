import { isRecord } from "../../json/value.ts";

/** What a tool of a request is known by: its name, or its type where it is none of the caller's functions. */
export function toolName(tool: unknown): string {
  const { name } = definitionOf(tool);
  if (typeof name === "string") return name;
  return isRecord(tool) && typeof tool["type"] === "string" ? tool["type"] : JSON.stringify(tool);
}

/** What a tool says of itself, whether or not it is wrapped as a function. */
export function definitionOf(tool: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(tool)) return {};
  return isRecord(tool["function"]) ? tool["function"] : tool;
}

/** A tool on one line: `searchFlights(from, to): Finds flights.` */
export function toolSummary(tool: unknown): string {
  const { description, parameters } = definitionOf(tool);
  const properties = isRecord(parameters) ? parameters["properties"] : undefined;
  const names = isRecord(properties) ? Object.keys(properties).join(", ") : "";
  const words = typeof description === "string" && description !== "" ? `: ${description}` : "";
  return `${toolName(tool)}(${names})${words}`;
}

/** A message on one line: `user: And a window seat?`, `assistant: calls findSeat({"row":3})`. */
export function messageSummary(message: unknown, among: readonly unknown[]): string {
  if (!isRecord(message)) return JSON.stringify(message);
  const { content, tool_calls: calls } = message;
  const said =
    typeof content === "string" ? content : content == null ? "" : JSON.stringify(content);
  const called = (Array.isArray(calls) ? calls : []).map((call) => {
    const { name, arguments: args } = definitionOf(call);
    return `calls ${String(name)}(${String(args)})`;
  });
  return `${speakerOf(message, among)}: ${[said, ...called].filter((part) => part !== "").join(", ")}`;
}

/** Who speaks in a message: its role, or the tool whose result it is. */
export function speakerOf(
  message: Readonly<Record<string, unknown>>,
  among: readonly unknown[],
): string {
  const { role, tool_call_id: id } = message;
  const calls = among.flatMap((other) => {
    const made = isRecord(other) ? other["tool_calls"] : undefined;
    return Array.isArray(made) ? made : [];
  });
  const call: unknown = calls.find(
    (made) => isRecord(made) && made["id"] === id && id !== undefined,
  );
  if (call !== undefined) return `result of ${toolName(call)}`;
  return typeof role === "string" ? role : "message";
}
