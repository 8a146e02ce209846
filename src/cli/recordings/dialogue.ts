import { field, isRecord, textField } from "../../json/value.ts";
import { contentText } from "../../trajectory/content.ts";

/** The messages that a model was sent, those of the Responses API as Chat Completions has them; empty if there are none. */
export function dialogueOf(body: unknown): readonly unknown[] {
  const messages = field(body, "messages");
  if (Array.isArray(messages)) return messages;
  const instructions = textField(body, "instructions");
  const system = instructions === undefined ? [] : [{ role: "system", content: instructions }];
  const input = field(body, "input");
  const isConversation = Array.isArray(input) && input.every(isRecord);
  return isConversation ? [...system, ...fromItems(input)] : [];
}

type Fields = Readonly<Record<string, unknown>>;

/** The items of one reply are one message. What a model thought is not shown. */
function fromItems(items: readonly Fields[]): Fields[] {
  const messages: Fields[] = [];
  for (const item of items) {
    const { type, role, call_id: id, name, arguments: args, input, output: content } = item;
    const last = messages.at(-1);
    const answers = type === "function_call_output" || type === "custom_tool_call_output";
    if (answers) messages.push({ role: "tool", tool_call_id: id, content });
    else if (role === "assistant") messages.push(spoken(item["content"]));
    else if (role !== undefined) messages.push(item);
    else if (name !== undefined) {
      const call = { id, function: { name, arguments: args ?? input } };
      const calling = last?.["role"] === "assistant" ? last : spoken(null);
      if (calling === last) messages.pop();
      const calls = calling["tool_calls"];
      messages.push({ ...calling, tool_calls: [...(Array.isArray(calls) ? calls : []), call] });
    }
  }
  return messages;
}

function spoken(content: unknown): Fields {
  const parts = Array.isArray(content) ? content : [];
  const refusal = parts.map((part) => textField(part, "refusal") ?? "").join("");
  if (refusal === "") return { role: "assistant", content };
  return { role: "assistant", content: contentText(parts), refusal };
}
