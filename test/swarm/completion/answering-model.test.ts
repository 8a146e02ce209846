import { expect, it } from "vitest";
import { Agent, Swarm } from "../../../src/index.ts";
import { otherModel } from "../../../src/swarm/completion/answering-model.ts";

it.each([
  ["gpt-4o", undefined],
  ["gpt-4o", "gpt-4o"],
  ["gpt-4o", "gpt-4o-2024-08-06"],
  ["gpt-4", "gpt-4-0613"],
  ["gpt-4o-2024-08-06", "gpt-4o"],
  ["claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022"],
  ["claude-3-5-sonnet", "claude-3-5-sonnet@20241022"],
  ["gemini-2.5-flash-preview", "models/gemini-2.5-flash-preview-05-20"],
  ["openai/gpt-4o", "gpt-4o-2024-08-06"],
  ["llama3.2", "llama3.2:latest"],
  ["Qwen/Qwen3-8B", "qwen/qwen3-8b"],
])("%s was asked for, and is what %s is", (asked, answered) => {
  expect(otherModel(asked, answered)).toBeUndefined();
});

it.each([
  ["gpt-4o", "smollm2"],
  ["gpt-4o", "gpt-4o-mini"],
  ["gpt-4o", "gpt-4o-mini-2024-07-18"],
  ["gpt-4o-2024-05-13", "gpt-4o-2024-08-06"],
  ["llama3.2:1b", "llama3.2:3b"],
])("%s was asked for, and %s is another", (asked, answered) => {
  expect(otherModel(asked, answered)).toBe(answered);
});

it.each([
  ["whole", {}],
  ["streamed", { stream: true }],
  ["by the Responses API", { override: { api: "responses" as const } }],
])("is told by the reply's step, %s", async (_, options) => {
  const model = "llama3";
  const message = { role: "assistant", content: "Hi" };
  const choices = [{ index: 0, message, delta: message, finish_reason: "stop" }];
  async function* chunks() {
    yield { model, choices };
  }
  const create = async () => ("stream" in options ? chunks() : { model, choices });
  const output = [{ type: "message", ...message, content: [{ type: "output_text", text: "Hi" }] }];
  const responses = { create: async () => ({ object: "response", model, output }) };
  const events = new Swarm({ client: { chat: { completions: { create } }, responses } }).events({
    agent: new Agent({ model: "gpt-4o" }),
    messages: [{ role: "user", content: "Hello" }],
    ...options,
  });
  const told: unknown[] = [];
  for await (const event of events) told.push(event);
  expect(told.at(-1)).toMatchObject({ type: "reply", model: "gpt-4o", answeredBy: model });
});
