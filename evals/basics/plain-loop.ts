import { createInterface } from "node:readline";
import { Swarm } from "swarm-eval";
import type { InputMessage } from "swarm-eval";
import { english } from "../basics.ts";

// The loop without helpers: what `swarm-eval chat` and `runDemoLoop` do, in its barest form. Each line that comes in is a
// user's message; the state between two runs is what the one before has left.
//
//     OPENAI_API_KEY=… node --import swarm-eval/register evals/basics/plain-loop.ts

const swarm = new Swarm();
const messages: InputMessage[] = [];
let agent = english;

for await (const content of createInterface({ input: process.stdin })) {
  messages.push({ role: "user", content });
  const response = await swarm.run({ agent, messages });
  for (const { role, sender, content: words } of response.messages)
    if (role === "assistant" && words) console.log(`${String(sender)}: ${String(words)}`);
  messages.push(...response.messages);
  agent = response.agent;
}
