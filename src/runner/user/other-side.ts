import type { Message } from "../../swarm/agent/chat-client.ts";
import { contentText } from "../../trajectory/content.ts";

/** What was said, as the user stands to it: its own words are the assistant's, all that agents say is a user's. */
export interface Seen {
  readonly role: "assistant" | "user";
  readonly content: string;
}

const GREETING = "Hello! How can I help you?";

const SILENCE = "(The agent says nothing.)";

/**
 * A conversation from the user's side: words alone, neither calls nor what tools answer. The two take turns, and the
 * agents have the first and the last word, since many servers want it so.
 */
export function fromOtherSide(messages: readonly Message[]): Seen[] {
  const seen: Seen[] = [];
  const hear = (content: string): void => {
    const last = seen.at(-1);
    if (last?.role === "user") seen.pop();
    const before = last?.role === "user" ? `${last.content}\n\n` : "";
    seen.push({ role: "user", content: before + content });
  };
  for (const { role, sender, content, refusal } of messages) {
    if (role !== "user" && role !== "assistant") continue;
    const words = (contentText(content) || contentText(refusal)).trim();
    if (words === "") continue;
    // Members of teams that are no agents have a name where the user has none.
    if (role === "assistant" || sender !== undefined) hear(words);
    else {
      if (seen.at(-1)?.role !== "user") hear(seen.length === 0 ? GREETING : SILENCE);
      seen.push({ role: "assistant", content: words });
    }
  }
  if (seen.at(-1)?.role !== "user") hear(seen.length === 0 ? GREETING : SILENCE);
  return seen;
}
