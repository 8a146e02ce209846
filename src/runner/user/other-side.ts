import type { Message } from "../../swarm/agent/chat-client.ts";
import { contentText } from "../../trajectory/content.ts";

/** What was said, as the user stands to it: its own words are the assistant's, all that agents say is a user's. */
export interface Seen {
  readonly role: "assistant" | "user";
  readonly content: string;
}

/**
 * A conversation from the user's side: words alone, neither calls nor what tools answer. What agents say before the user
 * speaks again is one message, since many servers want the two to take turns.
 */
export function fromOtherSide(messages: readonly Message[]): Seen[] {
  const seen: Seen[] = [];
  for (const { role, sender, content, refusal } of messages) {
    if (role !== "user" && role !== "assistant") continue;
    const words = (contentText(content) || contentText(refusal)).trim();
    if (words === "") continue;
    // Members of teams that are no agents have a name where the user has none.
    const side = role === "user" && sender === undefined ? "assistant" : "user";
    const last = seen.at(-1);
    if (last?.role === side) seen.pop();
    const before = last?.role === side ? `${last.content}\n\n` : "";
    seen.push({ role: side, content: before + words });
  }
  return seen;
}
