import { expect, it } from "vitest";
import { Agent, Swarm, tool } from "../../../src/index.ts";
import { collected, play, type Played } from "../play.ts";

const done: string[] = [];
const agent = new Agent({
  name: "Clerk",
  functions: [
    tool({
      name: "query",
      parameters: { type: "object", properties: { sql: { type: "string" } }, required: ["sql"] },
      execute: ({ sql }) => `ran ${String(sql)}`,
    }),
    tool({
      name: "move",
      parameters: {
        type: "object",
        properties: { from: { type: "string" }, to: { type: "string" } },
        required: ["from", "to"],
      },
      execute: () => "moved",
    }),
    tool({ name: "stop", execute: () => done.push("stop") && "stopped" }),
    tool({ name: "transfer", execute: () => french }),
  ],
});
const french = new Agent({ name: "French" });

const STREAMED = [
  ["whole", false],
  ["streamed", true],
] as const;

/** A conversation in which the model answers so, and then is done. */
async function after(message: object, finish_reason: string, stream: boolean): Promise<Played> {
  const reply = { role: "assistant", content: null, ...message };
  return play(agent, [{ choices: [{ index: 0, message: reply, finish_reason }] }, "Done."], {
    stream,
  });
}

it.each(STREAMED)("runs custom calls and sends them back as they came: %s", async (_, stream) => {
  const calls = [
    { id: "a", type: "custom", custom: { name: "query", input: '{"not": "JSON' } },
    { id: "b", type: "custom", custom: { name: "query", input: "42" }, extra_content: { s: "x" } },
    { id: "c", type: "function", function: { name: "query", arguments: '{"sql":"1"}' } },
  ];
  const { steps, requests } = await after({ tool_calls: calls }, "tool_calls", stream);
  expect(requests[1]?.messages.slice(2)).toEqual([
    { role: "assistant", content: null, tool_calls: calls },
    { role: "tool", tool_call_id: "a", content: 'ran {"not": "JSON' },
    { role: "tool", tool_call_id: "b", content: "ran 42" },
    { role: "tool", tool_call_id: "c", content: "ran 1" },
  ]);
  expect(steps.filter(({ type }) => type === "tool_call")).toMatchObject([
    { id: "a", name: "query", arguments: '{"not": "JSON', executed: true },
    { id: "b", name: "query", arguments: "42" },
    { id: "c", name: "query", arguments: { sql: "1" } },
  ]);
});

it.each<[string, string, string]>([
  ["says that there is no such tool", "dance", "Error: Tool dance not found."],
  [
    "says what else the tool needs",
    "move",
    "Error: The arguments of move do not fit its schema. to is missing.",
  ],
  ["runs a tool that takes nothing", "stop", "stopped"],
  ["hands off", "transfer", '{"assistant":"French"}'],
])("answers a custom call: %s", async (_, name, content) => {
  const call = { id: "a", type: "custom", custom: { name, input: "x" } };
  const { requests } = await after({ tool_calls: [call] }, "tool_calls", false);
  expect(requests[1]?.messages.at(-1)).toEqual({ role: "tool", tool_call_id: "a", content });
});

it.each<[string, object, object]>([
  [
    "no id",
    { type: "custom", custom: { name: "query", input: "1" } },
    { id: "call_1_1", type: "custom", custom: { name: "query", input: "1" } },
  ],
  [
    "no input",
    { id: "a", type: "custom", custom: { name: "query" } },
    { id: "a", type: "custom", custom: { name: "query", input: "" } },
  ],
  [
    "fields of the provider's own",
    { id: "a", type: "custom", status: "ok", custom: { name: "query", input: "1", mime: "sql" } },
    { id: "a", type: "custom", status: "ok", custom: { name: "query", input: "1", mime: "sql" } },
  ],
  [
    "an empty function beside it",
    {
      id: "a",
      type: "custom",
      function: { name: "", arguments: "" },
      custom: { name: "query", input: "1" },
    },
    {
      id: "a",
      type: "custom",
      function: { name: "", arguments: "" },
      custom: { name: "query", input: "1" },
    },
  ],
])("reads a custom call with %s", async (_, call, read) => {
  const { requests } = await after({ tool_calls: [call] }, "tool_calls", false);
  expect(requests[1]?.messages[2]).toEqual({
    role: "assistant",
    content: null,
    tool_calls: [read],
  });
});

it.each(STREAMED)("runs a function_call of old, and answers it by name: %s", async (_, stream) => {
  const function_call = { name: "query", arguments: '{\n  "sql": "1"\n}' };
  const { steps, requests, response } = await after({ function_call }, "function_call", stream);
  expect(requests[1]?.messages.slice(2)).toEqual([
    { role: "assistant", content: null, function_call },
    { role: "function", name: "query", content: "ran 1" },
  ]);
  expect(response.messages).toMatchObject([
    { function_call, sender: "Clerk" },
    { role: "function", name: "query", tool_name: "query" },
    { content: "Done." },
  ]);
  expect(steps.slice(0, 3)).toMatchObject([
    { type: "reply", finishReason: "function_call" },
    { type: "tool_call", id: undefined, name: "query", arguments: { sql: "1" } },
    { type: "tool_result", id: undefined, name: "query", content: "ran 1" },
  ]);
});

it("hands off by a function_call of old", async () => {
  const function_call = { name: "transfer", arguments: "" };
  const { response } = await after({ function_call }, "function_call", false);
  expect(response.agent).toBe(french);
  expect(response.messages[1]).toMatchObject({
    role: "function",
    content: '{"assistant":"French"}',
  });
});

it("leaves calls that are not to be executed as the last message", async () => {
  const function_call = { name: "stop", arguments: "{}" };
  const message = { role: "assistant", content: null, function_call };
  const create = async (): Promise<unknown> => ({ choices: [{ message }] });
  const swarm = new Swarm({ client: { chat: { completions: { create } } } });
  const before = done.length;
  const events = await collected(swarm.events({ agent, messages: [], executeTools: false }));
  expect(events.at(-1)).toMatchObject({ type: "tool_call", name: "stop", executed: false });
  expect(done).toHaveLength(before);
});
