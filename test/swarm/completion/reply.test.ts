import { expect, it } from "vitest";
import { Agent, Swarm, tool } from "../../../src/index.ts";
import { play, type Played } from "../play.ts";

const act = tool({ name: "act", execute: (args) => args });
const agent = new Agent({ name: "Clerk", functions: [act] });

/** One completion with this choice, and after calls another that ends the run. */
async function replied(choice: object, more: object = {}): Promise<Played> {
  const { tool_calls: made, function_call: legacy } = (
    choice as { message: { [key: string]: unknown } }
  ).message;
  const completion = { choices: [choice], ...more };
  const named = (legacy as { name?: string } | undefined)?.name;
  const called = (Array.isArray(made) && made.length > 0) || (named ?? "") !== "";
  return play(agent, called ? [completion, "Done."] : [completion]);
}

it.each<[string, object, object]>([
  ["text", { content: "Hello." }, { content: "Hello." }],
  [
    "a list of parts",
    { content: [{ type: "text", text: "Hi" }] },
    { content: [{ type: "text", text: "Hi" }] },
  ],
  ["null for nothing", { content: null }, { content: "" }],
  ["no content at all", {}, { content: "" }],
  ["a number for content", { content: 3 }, { content: "" }],
  ["null for no calls", { content: "Hi", tool_calls: null }, { content: "Hi" }],
  ["an empty list of calls", { content: "Hi", tool_calls: [] }, { content: "Hi" }],
  ["a refusal", { content: null, refusal: "No." }, { content: null, refusal: "No." }],
  ["an empty refusal", { content: "Hi", refusal: "" }, { content: "Hi" }],
  [
    "an empty function_call of old",
    { content: "Hi", function_call: { name: "", arguments: "" } },
    { content: "Hi" },
  ],
  [
    "what is only for reading",
    { content: "Hi", annotations: [], audio: null, reasoning: "Hm", function_call: null },
    { content: "Hi" },
  ],
  [
    "reasoning that the provider wants back",
    { content: "Hi", reasoning_content: "Hm", reasoning_details: [{ type: "t", data: "x" }] },
    { content: "Hi", reasoning_content: "Hm", reasoning_details: [{ type: "t", data: "x" }] },
  ],
  [
    "no reasoning, said in several ways",
    { content: "Hi", reasoning_content: "", reasoning_details: [], extra_content: null },
    { content: "Hi" },
  ],
])("reads a message with %s", async (_, message, read) => {
  const { response } = await replied({ message: { role: "assistant", ...message } });
  expect(response.messages[0]).toEqual({ role: "assistant", sender: "Clerk", ...read });
});

it.each<[string, object, object]>([
  [
    "no id",
    { type: "function", function: { name: "act", arguments: "{}" } },
    { id: "call_1_1", type: "function", function: { name: "act", arguments: "{}" } },
  ],
  [
    "an empty id and no type",
    { id: "", function: { name: "act", arguments: "{}" } },
    { id: "call_1_1", type: "function", function: { name: "act", arguments: "{}" } },
  ],
  [
    "arguments as an object",
    { id: "a", function: { name: "act", arguments: { b: 1 } } },
    { id: "a", type: "function", function: { name: "act", arguments: '{"b":1}' } },
  ],
  [
    "no arguments",
    { id: "a", function: { name: "act" } },
    { id: "a", type: "function", function: { name: "act", arguments: "{}" } },
  ],
  [
    "an index, which belongs to streams",
    { index: 0, id: "a", function: { name: "act", arguments: "{}" } },
    { id: "a", type: "function", function: { name: "act", arguments: "{}" } },
  ],
  [
    "what the provider wants back with it",
    { id: "a", extra_content: { signature: "x" }, function: { name: "act", arguments: "{}" } },
    {
      id: "a",
      type: "function",
      extra_content: { signature: "x" },
      function: { name: "act", arguments: "{}" },
    },
  ],
])("reads a call with %s, and sends it back so", async (_, call, read) => {
  const { requests } = await replied({ message: { content: null, tool_calls: [call] } });
  expect(requests[1]?.messages.slice(2)).toEqual([
    { role: "assistant", content: null, tool_calls: [read] },
    { role: "tool", tool_call_id: (read as { id: string }).id, content: expect.any(String) },
  ]);
});

it("gives calls without ids names of their own, also over several turns", async () => {
  const call = { function: { name: "act", arguments: "{}" } };
  const reply = { choices: [{ message: { tool_calls: [call, call] } }] };
  const { response } = await play(agent, [reply, reply, "Done."]);
  const ids = response.messages.flatMap((message) => message["tool_call_id"] ?? []);
  expect(new Set(ids).size).toBe(4);
});

it("sends back the reasoning that came with a call", async () => {
  const { requests } = await replied({
    message: {
      content: "",
      reasoning_content: "I must act.",
      tool_calls: [{ id: "a", function: { name: "act", arguments: "{}" } }],
    },
  });
  expect(requests[1]?.messages[2]).toHaveProperty("reasoning_content", "I must act.");
});

it.each<[string, object, object | undefined]>([
  [
    "counted",
    {
      usage: {
        prompt_tokens: 5,
        completion_tokens: 2,
        prompt_tokens_details: { cached_tokens: 4 },
      },
    },
    { prompt_tokens: 5, completion_tokens: 2, cached_tokens: 4 },
  ],
  [
    "counted in part",
    { usage: { prompt_tokens: 5, completion_tokens: null } },
    { prompt_tokens: 5, completion_tokens: 0, cached_tokens: 0 },
  ],
  ["null", { usage: null }, undefined],
  ["not given", {}, undefined],
])("reads the usage where it is %s", async (_, more, usage) => {
  const { steps } = await replied({ message: { content: "Hi" } }, more);
  expect(steps[0]).toMatchObject({ type: "reply", usage });
});

it.each([
  ["stop", "stop"],
  ["eos", "eos"],
  ["", undefined],
  [null, undefined],
])("reads the finish reason %j as %j", async (sent, finishReason) => {
  const { steps } = await replied({ finish_reason: sent, message: { content: "Hi" } });
  expect(steps[0]).toMatchObject({ type: "reply", finishReason });
});

it("takes the first of several choices", async () => {
  const { response } = await play(agent, [
    {
      choices: [
        { index: 1, message: { content: "second" } },
        { index: 0, message: { content: "first" } },
      ],
    },
  ]);
  expect(response.messages.map(({ content }) => content)).toEqual(["first"]);
});

it("takes a client that answers at once, without a promise", async () => {
  const create = (): never => ({ choices: [{ message: { content: "Hi" } }] }) as never;
  const swarm = new Swarm({ client: { chat: { completions: { create } } } });
  const { signal } = new AbortController();
  expect((await swarm.run({ agent, messages: [], signal })).messages).toHaveLength(1);
});
