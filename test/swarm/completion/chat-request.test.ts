import { expect, it } from "vitest";
import {
  Agent,
  AgentError,
  scriptedClient,
  Swarm,
  tool,
  type AgentOptions,
  type RunOptions,
} from "../../../src/index.ts";
import { calls, play } from "../play.ts";

const refund = tool({ name: "refund", execute: () => "refunded" });

async function requestOf(agent: AgentOptions, options: Partial<RunOptions> = {}): Promise<unknown> {
  return (await play(new Agent(agent), ["Done."], options)).requests[0];
}

const messages = [
  { role: "system", content: "You are a helpful agent." },
  { role: "user", content: "Hi" },
];

it("sends Swarm's defaults, and with no functions neither tools nor parallel_tool_calls", async () => {
  expect(await requestOf({})).toEqual({ model: "gpt-5.4", messages });
  expect(await requestOf({ toolChoice: "auto" })).toEqual({ model: "gpt-5.4", messages });
  expect(new Agent()).toMatchObject({
    name: "Agent",
    functions: [],
    toolChoice: undefined,
    parallelToolCalls: true,
  });
});

it.each<[string, AgentOptions, object]>([
  ["parallel calls by default", {}, { parallel_tool_calls: true }],
  ["no parallel calls", { parallelToolCalls: false }, { parallel_tool_calls: false }],
  ["nothing of parallel calls", { parallelToolCalls: null }, {}],
  [
    "a tool choice",
    { toolChoice: "required" },
    { parallel_tool_calls: true, tool_choice: "required" },
  ],
  [
    "a tool's name as the API's object",
    { toolChoice: "refund" },
    { parallel_tool_calls: true, tool_choice: { type: "function", function: { name: "refund" } } },
  ],
  [
    "the API's own object as it is",
    { toolChoice: { type: "allowed_tools" } },
    { parallel_tool_calls: true, tool_choice: { type: "allowed_tools" } },
  ],
])("asks for %s", async (_, agent, sent) => {
  expect(await requestOf({ functions: [refund], ...agent })).toEqual({
    model: "gpt-5.4",
    messages,
    tools: [
      {
        type: "function",
        function: { name: "refund", parameters: { type: "object", properties: {} } },
      },
    ],
    ...sent,
  });
});

it("asks for a stream with its usage", async () => {
  expect(await requestOf({}, { stream: true })).toEqual({
    model: "gpt-5.4",
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
});

it("never sends sender and tool_name, though the response's messages have them", async () => {
  const agent = new Agent({ name: "Clerk", functions: [refund] });
  const first = await play(agent, [calls("refund"), "Refunded."]);
  expect(first.response.messages).toEqual([
    expect.objectContaining({ role: "assistant", sender: "Clerk" }),
    { role: "tool", tool_call_id: "call_1_1", tool_name: "refund", content: "refunded" },
    { role: "assistant", content: "Refunded.", sender: "Clerk" },
  ]);
  const second = await play(agent, ["Bye."], {
    messages: [{ role: "user", content: "Hi" }, ...first.response.messages],
  });
  const sent = [...first.requests, ...second.requests].flatMap((request) => request.messages);
  expect(sent.filter((message) => "sender" in message || "tool_name" in message)).toEqual([]);
  expect(second.requests[0]?.messages).toHaveLength(5);
  expect(first.response.messages.at(-1)).toHaveProperty("sender", "Clerk");
});

it("goes on from what a run left behind", async () => {
  const agent = new Agent({ functions: [refund] });
  const first = await play(agent, [calls("refund"), "Refunded."]);
  const second = await play(first.response.agent, ["Bye."], {
    messages: [
      { role: "user", content: "Hi" },
      ...first.response.messages,
      { role: "user", content: "Thanks" },
    ],
  });
  expect(second.response.messages).toEqual([
    { role: "assistant", content: "Bye.", sender: "Agent" },
  ]);
});

it("lets one agent talk to another provider than the rest", async () => {
  const own = scriptedClient(["Bonjour."]);
  const french = new Agent({ name: "French", client: own });
  const triage = new Agent({
    functions: [
      function toFrench() {
        return french;
      },
    ],
  });
  const rest = await play(triage, [calls("toFrench")]);
  expect(rest.requests).toHaveLength(1);
  expect(own.requests[0]?.messages).toHaveLength(4);
  expect(rest.response.messages.at(-1)?.content).toBe("Bonjour.");
});

it("makes no client if every agent brings its own", async () => {
  const agent = new Agent({ client: scriptedClient(["Hello."]) });
  const { messages: said } = await new Swarm().run({ agent, messages: [] });
  expect(said).toHaveLength(1);
});

it("says whose instructions are not text", async () => {
  const agent = new Agent({ name: "Triage", instructions: (() => undefined) as never });
  const failure = await play(agent, []).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AgentError);
  expect(failure).toHaveProperty(
    "message",
    "Triage failed: its instructions returned undefined; they must return a string.",
  );
});

it("says whose instructions failed", async () => {
  const agent = new Agent({
    name: "Triage",
    instructions: () => {
      throw new Error("no customer");
    },
  });
  const failure = await play(agent, []).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AgentError);
  expect(failure).toMatchObject({
    message: "Triage failed: no customer",
    agent: "Triage",
    cause: new Error("no customer"),
  });
});
