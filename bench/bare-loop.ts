import OpenAI from "openai";
import { USER } from "./conversation.ts";

// The floor: the same conversation by a loop of the openai SDK alone, so many times, so many at once.
const [conversations = 1, concurrency = 1] = process.argv.slice(2).map(Number);
const client = new OpenAI({ apiKey: "none" });
const instructions = Array.from(
  { length: 8 },
  (_, step) => `${step + 1}. Do what step ${step + 1} of the airline's policy says.`,
).join("\n");
const tools = ["transferToFlightModification", "transferToFlightCancel", "initiateRefund"].map(
  (name) => ({
    type: "function" as const,
    function: {
      name,
      description: "A tool.",
      parameters: {
        type: "object",
        properties: { flightId: { type: "string" }, reason: { type: "string" } },
      },
    },
  }),
);

let started = 0;
async function work(): Promise<void> {
  while (started++ < conversations) {
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: "system", content: instructions },
      { role: "user", content: USER },
    ];
    for (;;) {
      const { choices } = await client.chat.completions.create({
        model: "gpt-4o",
        messages,
        tools,
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
