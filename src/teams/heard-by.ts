import type { Message } from "../swarm/agent/chat-client.ts";
import { contentText } from "../trajectory/content.ts";

/**
 * A conversation from where one of its members stands: its own words and calls are the assistant's, those of others are a
 * user's with a `name`, and their tool calls stay theirs. Messages say whose they are by `sender`.
 */
export function heardBy(name: string, messages: readonly Message[]): Message[] {
  let isOwn = true;
  return messages.flatMap((message): readonly Message[] => {
    const { role, sender } = message;
    if (role === "tool" || role === "function") return isOwn ? [message] : [];
    // The picture that a tool made, for all to see.
    if ("tool_name" in message) return [message];
    isOwn = sender === undefined || sender === name;
    if (isOwn)
      return [sender === name && role === "user" ? { ...message, role: "assistant" } : message];
    const content = contentText(message.content ?? "");
    return content === "" ? [] : [{ role: "user", name: asName(String(sender)), content }];
  });
}

/** A name as Chat Completions takes it: without blanks and some signs, at most 64 characters. */
function asName(name: string): string {
  return name.replaceAll(/[\s<|\\/>]+/g, "_").slice(0, 64);
}
