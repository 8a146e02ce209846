import { Pool } from "undici";
import { INSTRUCTIONS, TOOLS, USER } from "./conversation.ts";

// The floor of live traffic: the same conversation over undici's pool alone, so many times, so many at once.
const [conversations = 1, concurrency = 1] = process.argv.slice(2).map(Number);
const url = new URL(`${process.env["OPENAI_BASE_URL"]}/chat/completions`);
const pool = new Pool(url.origin, { connections: concurrency });

interface Message {
  readonly role: string;
  readonly content?: string | null;
  readonly tool_calls?: readonly { readonly id: string }[];
}

let started = 0;
async function work(): Promise<void> {
  while (started++ < conversations) {
    const messages: (Message | object)[] = [
      { role: "system", content: INSTRUCTIONS },
      { role: "user", content: USER },
    ];
    for (;;) {
      const { body } = await pool.request({
        path: url.pathname,
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer none" },
        body: JSON.stringify({ model: "gpt-5.4", messages, tools: TOOLS }),
      });
      const { choices } = (await body.json()) as { choices: readonly [{ message: Message }] };
      const [{ message }] = choices;
      messages.push(message);
      if (message.tool_calls === undefined) break;
      for (const { id } of message.tool_calls)
        messages.push({ role: "tool", tool_call_id: id, content: "done" });
    }
  }
}
await Promise.all(Array.from({ length: concurrency }, work));
process.exit();
