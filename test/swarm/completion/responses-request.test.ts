import type { ResponseCreateParams } from "openai/resources/responses/responses";
import { expect, it } from "vitest";
import { Agent, Swarm, tool, type AgentOptions, type InputMessage } from "../../../src/index.ts";

const SYSTEM = { role: "system", content: "You are a helpful agent." } as const;

/** What an agent asks the Responses API for, and what it answers: nothing that matters. */
async function asked(
  options: AgentOptions,
  messages: readonly InputMessage[] = [],
): Promise<ResponseCreateParams> {
  let sent: ResponseCreateParams | undefined;
  const create = async (body: ResponseCreateParams): Promise<unknown> => {
    sent = JSON.parse(JSON.stringify(body)) as ResponseCreateParams;
    return { object: "response", output: [] };
  };
  const chat = { completions: { create: () => expect.fail("It is not asked for a completion") } };
  const swarm = new Swarm({ client: { chat, responses: { create } } });
  await swarm.run({ agent: new Agent({ api: "responses", ...options }), messages });
  if (sent === undefined) throw new Error("Nothing was asked");
  return sent;
}

const look = tool({ name: "look", execute: () => "" });
const LOOK = {
  type: "function",
  name: "look",
  parameters: { type: "object", properties: {} },
  strict: false,
} as const;

it("asks with the parameters of Chat Completions by the names of the Responses API", async () => {
  const schema = { type: "object", properties: { city: { type: "string" } } };
  const request = await asked({
    model: "gpt-5.6",
    functions: [look],
    toolChoice: "look",
    parallelToolCalls: false,
    request: {
      temperature: 0.5,
      max_completion_tokens: 300,
      reasoning_effort: "low",
      reasoning: { summary: "auto" },
      verbosity: "low",
      response_format: {
        type: "json_schema",
        json_schema: { name: "place", strict: true, schema },
      },
      service_tier: "flex",
      prompt_cache_key: "k",
      metadata: { suite: "shop" },
    },
  });
  const expected: ResponseCreateParams = {
    model: "gpt-5.6",
    store: false,
    include: ["reasoning.encrypted_content"],
    input: [SYSTEM],
    tools: [LOOK],
    tool_choice: { type: "function", name: "look" },
    parallel_tool_calls: false,
    temperature: 0.5,
    max_output_tokens: 300,
    reasoning: { summary: "auto", effort: "low" },
    text: {
      format: { type: "json_schema", name: "place", strict: true, schema },
      verbosity: "low",
    },
    service_tier: "flex",
    prompt_cache_key: "k",
    metadata: { suite: "shop" },
  };
  expect(request).toEqual(expected);
});

it.each([
  ["gpt-4o", undefined],
  ["gpt-4.1-mini", undefined],
  ["gpt-5-chat-latest", undefined],
  ["ft:gpt-4o-mini:us::1", undefined],
  ["gpt-5.6-luna", ["reasoning.encrypted_content"]],
  ["o3", ["reasoning.encrypted_content"]],
  ["gpt-oss:20b", ["reasoning.encrypted_content"]],
])("asks %s for sealed reasoning if it may reason", async (model, include) => {
  expect((await asked({ model })).include).toEqual(include);
  expect((await asked({ model, request: { include: [] } })).include).toEqual([]);
});

it.each([
  ["required", "required"],
  [
    { type: "custom", custom: { name: "draw" } },
    { type: "custom", name: "draw" },
  ],
  [
    {
      type: "allowed_tools",
      allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "look" } }] },
    },
    { type: "allowed_tools", mode: "auto", tools: [{ type: "function", name: "look" }] },
  ],
  [
    { type: "function", name: "look" },
    { type: "function", name: "look" },
  ],
])("chooses tools by %j", async (toolChoice, choice) => {
  expect((await asked({ functions: [look], toolChoice })).tool_choice).toEqual(choice);
});

it("sends what was said before, whichever API it was said by", async () => {
  const url = "data:image/png;base64,AAAA";
  const { input } = await asked({}, [
    { role: "developer", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image_url", image_url: { url } },
        { type: "image_url", image_url: { url, detail: "low" } },
        { type: "file", file: { file_id: "file_1" } },
        { type: "input_text", text: "Well?" },
      ],
    },
    {
      role: "assistant",
      content: [{ type: "text", text: "Let me look." }],
      reasoning_content: "Hm.",
      tool_calls: [
        { id: "c1", type: "function", function: { name: "look", arguments: "{}" } },
        { id: "c2", type: "custom", custom: { name: "draw", input: "a cat" } },
      ],
    },
    { role: "tool", tool_call_id: "c1", content: "A cat." },
    { role: "tool", tool_call_id: "c2", content: [{ type: "text", text: "Drawn." }] },
    { role: "assistant", content: null, refusal: "I cannot say." },
    { role: "assistant", content: null, function_call: { name: "old", arguments: "{}" } },
    { role: "function", name: "old", content: "Done." },
    { role: "assistant", content: "" },
  ]);
  const expected = [
    SYSTEM,
    { role: "developer", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "input_text", text: "What is this?" },
        { type: "input_image", image_url: url, detail: "auto" },
        { type: "input_image", image_url: url, detail: "low" },
        { type: "input_file", file_id: "file_1" },
        { type: "input_text", text: "Well?" },
      ],
    },
    { role: "assistant", content: "Let me look." },
    { type: "function_call", call_id: "c1", name: "look", arguments: "{}" },
    { type: "custom_tool_call", call_id: "c2", name: "draw", input: "a cat" },
    { type: "function_call_output", call_id: "c1", output: "A cat." },
    {
      type: "custom_tool_call_output",
      call_id: "c2",
      output: [{ type: "input_text", text: "Drawn." }],
    },
    { role: "assistant", content: [{ type: "refusal", refusal: "I cannot say." }] },
    { type: "function_call", call_id: "function_call_1", name: "old", arguments: "{}" },
    { type: "function_call_output", call_id: "function_call_1", output: "Done." },
    { role: "assistant", content: "" },
  ];
  expect(input).toEqual(expected);
});
