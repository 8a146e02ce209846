import { AuthenticationError, APIError, OpenAI, RateLimitError } from "openai";
import { afterEach, expect, it } from "vitest";
import { Agent, Swarm, tool, UnusableReplyError, type Response } from "../../../src/index.ts";
import { startStandIn, type StandIn, type StandInReply } from "../../support/stand-in.ts";
import { collected } from "../play.ts";

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));

/** The openai SDK's own client, before a server on this machine that answers with these replies. */
async function sdk(
  ...replies: readonly StandInReply[]
): Promise<{ swarm: Swarm; standIn: StandIn }> {
  const standIn = await startStandIn(({ index }) => replies[index] ?? { status: 500, raw: "" });
  open.push(standIn);
  const client = new OpenAI({ apiKey: "test", baseURL: standIn.baseUrl, maxRetries: 0 });
  return { swarm: new Swarm({ client }), standIn };
}

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "Hi" }];
const weather = tool({
  name: "weather",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  execute: ({ city }) => `Sunny in ${String(city)}`,
});
const agent = new Agent({ name: "Clerk", functions: [weather] });
const script: StandInReply[] = [
  {
    calls: [
      { name: "weather", arguments: { city: "서울" } },
      { name: "weather", arguments: { city: "Oslo" } },
    ],
  },
  { say: "Sunny everywhere. ☀️" },
];

/** The last event of a streamed run. */
async function streamed(swarm: Swarm): Promise<Response | undefined> {
  const last = (await collected(swarm.run({ agent, messages, stream: true }))).at(-1);
  return last !== undefined && "response" in last ? last.response : undefined;
}

it("plays over the openai SDK, whole and streamed alike", async () => {
  const whole = await sdk(...script);
  const response = await whole.swarm.run({ agent, messages });
  expect(response.messages).toMatchObject([
    { tool_calls: [{ function: { name: "weather" } }, { function: { name: "weather" } }] },
    { role: "tool", content: "Sunny in 서울" },
    { role: "tool", content: "Sunny in Oslo" },
    { role: "assistant", content: "Sunny everywhere. ☀️", sender: "Clerk" },
  ]);
  const inPieces = await sdk(...script);
  expect(await streamed(inPieces.swarm)).toEqual(response);
  expect(inPieces.standIn.requests.map(({ body }) => body.messages)).toEqual(
    whole.standIn.requests.map(({ body }) => body.messages),
  );
});

it.each<[string, StandInReply, new (...args: never[]) => Error, string]>([
  [
    "a key that is wrong",
    { status: 401, raw: '{"error":{"message":"No such key","code":"invalid_api_key"}}' },
    AuthenticationError,
    "401 No such key",
  ],
  [
    "an error in another form",
    { status: 401, raw: '{"detail":"No such key"}' },
    AuthenticationError,
    "No such key",
  ],
  [
    "a limit",
    { status: 429, raw: '{"error":{"message":"Slow down"}}' },
    RateLimitError,
    "429 Slow down",
  ],
  [
    "an error under status 200",
    { raw: '{"error":{"message":"Upstream died"}}' },
    UnusableReplyError,
    "The provider answered with an error: Upstream died",
  ],
])("throws the SDK's error, with the provider's words, for %s", async (_, reply, type, message) => {
  const { swarm } = await sdk(reply);
  const failure = await swarm.run({ agent, messages }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(type);
  expect((failure as Error).message).toContain(message);
});

function events(raw: string): StandInReply {
  return { raw, headers: { "content-type": "text/event-stream" } };
}

const chunk = (delta: object, finish_reason: string | null = null): string =>
  JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] });
const finish = chunk({}, "stop");

it.each<[string, string]>([
  ["CRLF", `data: ${chunk({ content: "Hi" })}\r\n\r\ndata: ${finish}\r\n\r\ndata: [DONE]\r\n\r\n`],
  [
    "comments",
    `: wait\n\n: wait\n\ndata: ${chunk({ content: "Hi" }, "stop")}\n\n: wait\n\ndata: [DONE]\n\n`,
  ],
  ["no [DONE]", `data: ${chunk({ content: "H" })}\n\ndata: ${chunk({ content: "i" }, "stop")}\n\n`],
  ["no end of its last line", `data: ${chunk({ content: "Hi" }, "stop")}`],
  ["no space after data:", `data:${chunk({ content: "Hi" }, "stop")}\n\ndata:[DONE]\n\n`],
  [
    "a closing usage in place of a finish reason",
    `data: ${chunk({ content: "Hi" })}\n\ndata: {"choices":[],"usage":{"prompt_tokens":1}}\n\ndata: [DONE]\n\n`,
  ],
])("reads a stream with %s", async (_, raw) => {
  const { swarm } = await sdk(events(raw));
  expect((await streamed(swarm))?.messages).toEqual([
    { role: "assistant", content: "Hi", sender: "Clerk" },
  ]);
});

it.each<[string, string]>([
  [
    "by name",
    `data: ${chunk({ content: "Hal" })}\n\nevent: error\ndata: {"error":{"message":"Upstream died"}}\n\n`,
  ],
  [
    "beside a choice",
    `data: {"error":{"message":"Upstream died"},"choices":[{"index":0,"delta":{}}]}\n\ndata: [DONE]\n\n`,
  ],
])("throws the error that a stream carries %s", async (_, raw) => {
  const { swarm } = await sdk(events(raw));
  const failure = await streamed(swarm).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(APIError);
  expect((failure as Error).message).toContain("Upstream died");
});

it("does not take the beginning of a stream for a reply", async () => {
  const { swarm } = await sdk(events(`data: ${chunk({ content: "Once upon" })}\n\n`));
  await expect(streamed(swarm)).rejects.toThrow(
    "The provider's stream broke off: it ended with neither a finish_reason nor a closing usage.",
  );
});

it("does not take a stream of nothing for a reply", async () => {
  const { swarm } = await sdk(events(": wait\n\ndata: [DONE]\n\n"));
  await expect(streamed(swarm)).rejects.toThrow("The provider's stream ended without a reply.");
});

it("aborts a request that hangs", async () => {
  const controller = new AbortController();
  const reason = new Error("Enough");
  const standIn = await startStandIn(() => {
    controller.abort(reason);
    return { hang: true };
  });
  open.push(standIn);
  const client = new OpenAI({ apiKey: "test", baseURL: standIn.baseUrl, maxRetries: 0 });
  const run = new Swarm({ client }).run({ agent, messages, signal: controller.signal });
  await expect(run).rejects.toBe(reason);
});

it("aborts in mid-stream, though the SDK would end as if all had come", async () => {
  const { swarm } = await sdk({ say: "A long story, told in many pieces." });
  const controller = new AbortController();
  const reason = new Error("Enough");
  const run = swarm.run({ agent, messages, stream: true, signal: controller.signal });
  const read = async (): Promise<void> => {
    for await (const event of run) if ("sender" in event) controller.abort(reason);
  };
  await expect(read()).rejects.toBe(reason);
});
