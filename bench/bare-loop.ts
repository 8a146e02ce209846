import OpenAI from "openai";
import { INSTRUCTIONS, TOOLS, USER } from "./conversation.ts";

// The floor: the same conversation by a loop of the openai SDK alone, so many times, so many at once.
const [conversations = 1, concurrency = 1] = process.argv.slice(2).map(Number);
const client = new OpenAI({ apiKey: "none" });
let started = 0;
async function work(): Promise<void> {
  while (started++ < conversations) {
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: "system", content: INSTRUCTIONS },
      { role: "user", content: USER },
    ];
    for (;;) {
      const { choices } = await client.chat.completions.create({
        model: "gpt-5.4",
        messages,
        tools: TOOLS,
      });
      const message = choices[0]?.message;
      if (message === undefined) throw new Error("no choice");
      messages.push(message);
      if (message.tool_calls === undefined) break;
      for (const call of message.tool_calls)
        messages.push({ role: "tool", tool_call_id: call.id, content: "done" });
    }
  }
}
await Promise.all(Array.from({ length: concurrency }, work));
