import { withUsableArguments } from "../../swarm/completion/usable-arguments.ts";
import { field, isRecord, parseIfJson, textField } from "../../json/value.ts";
import { describeContent } from "../../trajectory/content.ts";

/** A call in an assistant's message, whatever its kind. */
export interface SpokenCall {
  readonly id: string | undefined;
  readonly name: string;
  /** As the model wrote them; empty if there are none. */
  readonly arguments: string;
}

/** The calls of an assistant's message: of functions, of custom tools, and in the form of old. */
export function spokenCalls(message: unknown): SpokenCall[] {
  const calls = field(message, "tool_calls");
  const legacy = field(message, "function_call");
  const all = Array.isArray(calls) ? calls : isRecord(legacy) ? [{ function: legacy }] : [];
  return all.map((call) => {
    const called = field(call, "function") ?? field(call, "custom");
    const args = field(called, "arguments") ?? field(called, "input");
    const text = typeof args === "string" ? args : JSON.stringify(args ?? "");
    return {
      id: textField(call, "id"),
      name: textField(called, "name") ?? "?",
      arguments: text === "{}" ? "" : text,
    };
  });
}

/** The agent that a tool's result hands the conversation to, as our loop writes it. */
export function handedTo(content: unknown): string | undefined {
  const value = typeof content === "string" ? parseIfJson(content) : undefined;
  if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
  return textField(value, "assistant");
}

/** What a message says, by which it is known again when it is sent back: clients add fields, and leave others out. */
export function gist(message: unknown): string {
  // That is how a reply comes back in the next request.
  const calls = spokenCalls(withUsableArguments(message)).map(({ name, arguments: args }) => [
    name,
    args,
  ]);
  const { role, content, refusal } = isRecord(message) ? message : {};
  return JSON.stringify([role, describeContent(content), refusal || null, calls]);
}
