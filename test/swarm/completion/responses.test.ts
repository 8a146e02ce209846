import { OpenAI } from "openai";
import type { ResponseCreateParams } from "openai/resources/responses/responses";
import { afterEach, expect, it } from "vitest";
import {
  Agent,
  AgentError,
  scriptedClient,
  Swarm,
  tool,
  type AgentOptions,
} from "../../../src/index.ts";
import type { Override } from "../../../src/swarm/agent/override.ts";
import { loop } from "../../../src/swarm/loop.ts";
import { ApiClient } from "../../../src/traffic/api-client.ts";
import { startStandIn, type StandIn, type StandInReply } from "../../support/stand-in.ts";
import { collected } from "../play.ts";

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));

type Reply = StandInReply | ((body: object) => StandInReply);

async function standInOf(...replies: readonly Reply[]): Promise<StandIn> {
  const standIn = await startStandIn(({ index, body }) => {
    const reply = replies[index] ?? { status: 500, raw: "" };
    return typeof reply === "function" ? reply(body) : reply;
  });
  open.push(standIn);
  return standIn;
}

const clients = {
  "openai's SDK": ({ baseUrl: baseURL }: StandIn) =>
    new OpenAI({ apiKey: "none", baseURL, maxRetries: 0 }),
  "our client": ({ baseUrl }: StandIn) =>
    new ApiClient({ baseUrl, headers: () => ({}), conversation: undefined }),
};

const order = tool({
  name: "order",
  description: "Looks an order up.",
  parameters: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  execute: ({ id }) => `Order ${String(id)} is on its way.`,
});

/** A swarm of two agents that reason, by the same model or not. */
function desk(clerksModel = "gpt-5.6"): Agent {
  const clerk = new Agent({
    name: "Clerk",
    model: clerksModel,
    api: "responses",
    functions: [order],
  });
  const toClerk = tool({ name: "toClerk", execute: () => clerk });
  return new Agent({ name: "Desk", model: "gpt-5.6", api: "responses", functions: [toClerk] });
}

const script: StandInReply[] = [
  { say: "One moment.", calls: [{ name: "toClerk" }] },
  {
    calls: [
      { name: "order", arguments: { id: "서울 7" } },
      { name: "order", arguments: { id: "8" } },
    ],
  },
  { say: "Both are on their way. ☀️" },
];

const messages = [{ role: "user", content: "Where are my orders?" }];

for (const [name, client] of Object.entries(clients)) {
  it(`plays a swarm by the Responses API over ${name}, whole and streamed alike`, async () => {
    const whole = await standInOf(...script);
    const response = await new Swarm({ client: client(whole) }).run({ agent: desk(), messages });
    expect(response.messages).toMatchObject([
      { content: "One moment.", tool_calls: [{ function: { name: "toClerk" } }], sender: "Desk" },
      { role: "tool", content: '{"assistant":"Clerk"}' },
      { content: null, tool_calls: [{}, {}], sender: "Clerk" },
      { role: "tool", content: "Order 서울 7 is on its way." },
      { role: "tool", content: "Order 8 is on its way." },
      { role: "assistant", content: "Both are on their way. ☀️", sender: "Clerk" },
    ]);

    const pieces = await standInOf(...script);
    const swarm = new Swarm({ client: client(pieces) });
    const events = await collected(swarm.run({ agent: desk(), messages, stream: true }));
    expect(events.at(-1)).toMatchObject({ response: { messages: response.messages } });
    const said = events.flatMap((event) => ("content" in event ? [event.content] : []));
    expect(said.join("")).toBe("One moment.Both are on their way. ☀️");
    const asked = whole.requests.map(({ path, body }) => ({ path, body }));
    expect(
      pieces.requests.map(({ path, body: { stream: _, ...body } }) => ({ path, body })),
    ).toEqual(asked);
    expect(asked.map(({ path }) => path)).toEqual(Array(3).fill("/v1/responses"));
  });
}

it("sends back what the model thought, sealed, before what it did then", async () => {
  const standIn = await standInOf(...script);
  const client = clients["openai's SDK"](standIn);
  const { messages: added } = await new Swarm({ client }).run({ agent: desk(), messages });
  const expected: ResponseCreateParams = {
    model: "gpt-5.6",
    store: false,
    include: ["reasoning.encrypted_content"],
    input: [
      { role: "system", content: "You are a helpful agent." },
      { role: "user", content: "Where are my orders?" },
      expect.objectContaining({ type: "reasoning", encrypted_content: expect.any(String) }),
      { role: "assistant", content: "One moment.", phase: "final_answer" },
      { type: "function_call", call_id: "call_2_1", name: "toClerk", arguments: "{}" },
      { type: "function_call_output", call_id: "call_2_1", output: '{"assistant":"Clerk"}' },
    ],
    tools: [
      {
        type: "function",
        name: "order",
        description: "Looks an order up.",
        parameters: { ...order.parameters },
        strict: false,
      },
    ],
    parallel_tool_calls: true,
  };
  expect(standIn.requests[1]?.body).toEqual(expected);
  // Another run goes on from there.
  const next = await standInOf({ say: "Gladly." });
  const run = { agent: desk(), messages: [...messages, ...added, ...messages] };
  await new Swarm({ client: clients["openai's SDK"](next) }).run(run);
  const sent = JSON.stringify(next.requests[0]?.body["input"]);
  expect(sent.match(/"type":"reasoning"/g)).toHaveLength(3);
});

it.each(["gpt-6", "gpt-4o"])("keeps what a model thought from another, %s", async (model) => {
  const standIn = await standInOf(...script);
  const client = clients["openai's SDK"](standIn);
  await new Swarm({ client }).run({ agent: desk(model), messages });
  const [, second, third] = standIn.requests.map(({ body }) => JSON.stringify(body["input"]));
  expect(second).not.toContain("encrypted_content");
  expect(third?.includes("encrypted_content")).toBe(model === "gpt-6");
});

it("keeps what a model thought from Chat Completions", async () => {
  const standIn = await standInOf(...script);
  const agent = desk();
  const clerk = new Agent({ name: "Clerk", model: "gpt-5.6", functions: [order] });
  agent.functions = [tool({ name: "toClerk", execute: () => clerk })];
  await new Swarm({ client: clients["openai's SDK"](standIn) }).run({ agent, messages });
  expect(standIn.requests.map(({ path }) => path)).toEqual([
    "/v1/responses",
    "/v1/chat/completions",
    "/v1/chat/completions",
  ]);
  expect(standIn.requests[1]?.body.messages[2]).toEqual({
    role: "assistant",
    content: "One moment.",
    tool_calls: [
      { id: "call_2_1", type: "function", function: { name: "toClerk", arguments: "{}" } },
    ],
  });
});

it.each<[sentence: string, agent: AgentOptions, override: Override, path: string]>([
  ["with tools by Responses", { functions: [order] }, {}, "/v1/responses"],
  ["that has a date", { functions: [order], model: "gpt-6-sol-2026-09-01" }, {}, "/v1/responses"],
  ["without tools by Chat Completions", {}, {}, "/v1/chat/completions"],
  [
    "whose reasoning is off by Chat Completions",
    { functions: [order] },
    { request: { reasoning_effort: "none" } },
    "/v1/chat/completions",
  ],
  [
    "by the API that its agent names",
    { functions: [order], api: "chat_completions" },
    {},
    "/v1/chat/completions",
  ],
  [
    "by the API that the run names",
    { functions: [order], api: "responses" },
    { api: "chat_completions" },
    "/v1/chat/completions",
  ],
  [
    "of the run, not of the agent",
    { functions: [order] },
    { model: "gpt-4o" },
    "/v1/chat/completions",
  ],
])("asks a model whose tools need Responses: %s", async (_, options, override, path) => {
  const standIn = await standInOf({ say: "Gladly." });
  const agent = new Agent({ model: "gpt-5.6-sol", ...options });
  const run = { agent, messages, override };
  await collected(loop(run, () => clients["our client"](standIn)));
  expect(standIn.requests.map((request) => request.path)).toEqual([path]);
});

it("asks by Chat Completions where the client has no other, and nobody says", async () => {
  const client = scriptedClient(["Gladly."]);
  const agent = new Agent({ model: "gpt-5.6-sol", functions: [order] });
  await new Swarm({ client }).run({ agent, messages });
  expect(client.requests).toHaveLength(1);
});

it("names the agent whose client has no Responses API, and refuses an API that there is not", async () => {
  const run = new Swarm({ client: scriptedClient([]) }).run({ agent: desk(), messages });
  await expect(run).rejects.toThrow(AgentError);
  await expect(run).rejects.toThrow(
    'Desk failed: its api is "responses", and its client has no responses.create.',
  );
  expect(() => new Agent({ api: "response" as "responses" })).toThrow(
    `An agent's api is "chat_completions" or "responses", not "response".`,
  );
});
