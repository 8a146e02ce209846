import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import { expect, it, onTestFinished } from "vitest";
import { ApiClient } from "../../src/traffic/api-client.ts";
import { inConversation } from "../../src/traffic/current.ts";
import type { Reply } from "../../src/traffic/http/http.ts";
import { startStandIn } from "../support/stand-in.ts";
import { conversationOf, chat, reply } from "../support/tapes.ts";
import { tapedFetch } from "./taped-fetch.ts";

const askTaped = tapedFetch();
const messages = [{ role: "user" as const, content: "Hello" }];
const BODY = { model: "gpt-5.4", messages };

interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** What comes of a call, and of reading all that it answers. */
async function outcome(asked: PromiseLike<unknown>): Promise<Outcome> {
  const chunks: unknown[] = [];
  try {
    const value = await asked;
    if (typeof value !== "object" || value === null || !(Symbol.asyncIterator in value))
      return { value };
    for await (const chunk of value as AsyncIterable<unknown>) chunks.push(chunk);
    return { value: chunks };
  } catch (error) {
    const { status, message, constructor } = error as Error & { status?: number };
    return { value: chunks, error: { name: constructor.name, status, message } };
  }
}

/** The tape on which a request for a completion, streamed or not, is answered so. */
function answeredBy(answer: Reply, stream: boolean): string {
  const { conversation, text } = conversationOf("update");
  const decision = conversation.decide(chat(stream ? { ...BODY, stream } : BODY));
  if (decision.type === "record") decision.record(() => answer, true);
  return text();
}

async function ours(answer: Reply, stream: boolean): Promise<Outcome> {
  const { conversation } = conversationOf("replay", answeredBy(answer, stream));
  const client = new ApiClient({
    baseUrl: "https://api.openai.com/v1/",
    headers: () => expect.fail("A replay asks for no headers"),
    conversation,
  });
  return outcome(client.chat.completions.create(stream ? { ...BODY, stream } : BODY));
}

async function theirs(answer: Reply, stream: boolean): Promise<Outcome> {
  const { conversation } = conversationOf("replay", answeredBy(answer, stream));
  const client = new OpenAI({
    apiKey: "none",
    maxRetries: 0,
    logLevel: "off",
    fetch: askTaped,
  });
  return inConversation(conversation, () =>
    outcome(client.chat.completions.create(stream ? { ...BODY, stream: true } : BODY)),
  );
}

function streamed(...texts: readonly string[]): Reply {
  const chunks = texts.map((text) => Buffer.from(text));
  return reply({ kind: "chunks", chunks }, { headers: { "content-type": "text/event-stream" } });
}

const completion = {
  id: "1",
  choices: [{ index: 0, message: { role: "assistant", content: "Hi" } }],
};
const delta = (content: string): string =>
  `data: ${JSON.stringify({ id: "1", choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;

it.each<readonly [string, Reply, boolean]>([
  ["a completion", reply({ kind: "json", value: completion }), false],
  [
    "a completion in lines",
    reply({ kind: "json", value: completion, layout: { indent: 2, end: "\n" } }),
    false,
  ],
  ["a completion in another spelling", reply({ kind: "text", text: '{ "choices" : [] }' }), false],
  [
    "no JSON",
    reply({ kind: "text", text: "Hello" }, { headers: { "content-type": "text/plain" } }),
    false,
  ],
  [
    "an error",
    reply({ kind: "json", value: { error: { message: "No", code: "no" } } }, { status: 400 }),
    false,
  ],
  [
    "an error that is not JSON",
    reply({ kind: "text", text: "Bad gateway" }, { status: 502, headers: {} }),
    false,
  ],
  [
    "an error without a body",
    reply({ kind: "text", text: "" }, { status: 503, headers: {} }),
    false,
  ],
  ["a stream", streamed(delta("Hel"), delta("lo"), "data: [DONE]\n\n"), true],
  [
    "a stream in odd pieces",
    streamed(delta("Hello").slice(0, 9), delta("Hello").slice(9), "data: [DONE]\n", "\n"),
    true,
  ],
  ["a stream that does not say that it is done", streamed(delta("Hel"), delta("lo")), true],
  [
    "a stream that goes on when it is done",
    streamed(delta("Hi"), "data: [DONE]\n\n", delta("Ho")),
    true,
  ],
  ["a stream with comments", streamed(": ping\n\n", delta("Hi"), "\n\n", "data: [DONE]\n\n"), true],
  [
    "a stream with carriage returns",
    streamed(delta("Hi").replaceAll("\n", "\r\n"), "data: [DONE]\r\n\r\n"),
    true,
  ],
  [
    "a stream without spaces",
    streamed(delta("Hi").replace("data: ", "data:"), "data:[DONE]\n\n"),
    true,
  ],
  [
    "a stream of spread-out JSON",
    streamed('data: {"choices":\ndata: []}\n\ndata: [DONE]\n\n'),
    true,
  ],
  [
    "an error in a stream",
    streamed(delta("Hi"), 'data: {"error":{"message":"Overloaded"}}\n\n'),
    true,
  ],
  [
    "an error event in a stream",
    streamed('event: error\ndata: {"message":"Overloaded"}\n\n'),
    true,
  ],
  ["broken JSON in a stream", streamed(delta("Hi"), "data: {no\n\n"), true],
  ["an empty stream", streamed(), true],
  [
    "an error instead of a stream",
    reply({ kind: "json", value: { error: { message: "No" } } }, { status: 429 }),
    true,
  ],
])("answers %s as openai's SDK does", async (_, answer, stream) => {
  const { value, ...rest } = await ours(answer, stream);
  expect({ ...rest, value: Array.isArray(value) ? value.filter(isChunk) : value }).toEqual(
    await theirs(answer, stream),
  );
});

function isChunk(chunk: unknown): boolean {
  return (chunk as { object?: string }).object !== "stream.end";
}

it.each<[string, readonly string[], boolean]>([
  ["that it did", [delta("Hi"), "data: [DONE]\n\n"], true],
  ["that it did not", [delta("Hi")], false],
  ["that it did, whatever comes after it", [delta("Hi"), "data: [DONE]\n\n", delta("Ho")], true],
  ["that it did, from a line in pieces", [": wait\n\n", delta("Hi"), "data: [DO", "NE]\n\n"], true],
  ["that it did, by carriage returns", [`${delta("Hi").trim()}\r\rdata:[DONE]\r\r`], true],
  ["that it did not, though the text has it", [": wait\n\n", delta("data: [DONE]")], false],
  ["that it did not, of a stream of nothing", [": wait\n\n"], false],
])("tells at the end of a stream whether [DONE] came: %s", async (_, texts, done) => {
  const { value } = await ours(streamed(...texts), true);
  expect((value as unknown[]).at(-1)).toEqual({ object: "stream.end", done });
});

it("loses the connection again that was lost after a completion", async () => {
  const failure = { code: "ECONNRESET", message: "aborted" };
  const { error } = await ours(reply({ kind: "json", value: completion }, { failure }), false);
  expect(error).toMatchObject({ name: "APIConnectionError" });
});

it("ends a replayed stream with the reason of the signal that ends it", async () => {
  const { conversation } = conversationOf(
    "replay",
    answeredBy(streamed(delta("Hel"), delta("lo")), true),
  );
  const client = new ApiClient({
    baseUrl: "https://api.openai.com/v1",
    headers: () => ({}),
    conversation,
  });
  const controller = new AbortController();
  const { signal } = controller;
  const chunks: unknown[] = [];
  const reading = (async () => {
    const stream = await client.chat.completions.create({ ...BODY, stream: true }, { signal });
    for await (const chunk of stream as AsyncIterable<unknown>) {
      chunks.push(chunk);
      controller.abort(new Error("Enough"));
    }
  })();
  await expect(reading).rejects.toThrow("Enough");
  expect(chunks).toHaveLength(1);
});

it.each(["live", "record"])(
  "ends a request with the reason of the signal that ends it: %s",
  async (mode) => {
    const controller = new AbortController();
    const server = await startStandIn(() => {
      controller.abort(new Error("Enough"));
      return { hang: true };
    });
    onTestFinished(() => server.close());
    const conversation = mode === "live" ? undefined : conversationOf("record").conversation;
    const client = new ApiClient({
      baseUrl: server.baseUrl,
      headers: () => ({}),
      conversation,
    });
    const asked = client.chat.completions.create(BODY, { signal: controller.signal });
    await expect(asked).rejects.toThrow(/^Enough$/);
  },
);

it("says how the connection failed, live and replayed", async () => {
  const asked = (
    conversation?: ReturnType<typeof conversationOf>["conversation"],
  ): Promise<Outcome> =>
    outcome(
      new ApiClient({
        baseUrl: "http://127.0.0.1:1/v1",
        headers: () => ({}),
        conversation,
      }).chat.completions.create(BODY),
    );
  const live = await asked();
  expect(live.error).toEqual({
    name: "APIConnectionError",
    status: undefined,
    message: "The connection failed: connect ECONNREFUSED 127.0.0.1:1",
  });
  const { conversation, text } = conversationOf("record");
  expect(await asked(conversation)).toEqual(live);
  expect(await asked(conversationOf("replay", text()).conversation)).toEqual(live);
});

it("records nothing of a request that could not be made", async () => {
  const { conversation, tape } = conversationOf("record");
  const headers = (): never => {
    throw new Error("There is no API key");
  };
  const client = new ApiClient({ baseUrl: "http://127.0.0.1:1/v1", headers, conversation });
  await expect(client.chat.completions.create(BODY)).rejects.toThrow("There is no API key");
  expect(tape.exchanges()).toEqual([]);
});

it("takes as long as the recording if told to", async () => {
  const recording = conversationOf("update");
  const asking = (content: string) => ({ model: "gpt-5.4", messages: [{ role: "user", content }] });
  for (const [content, ms] of [
    ["late", 10_000_000],
    ["soon", 0],
  ] as const) {
    const decision = recording.conversation.decide(chat(asking(content)));
    const answer = reply({ kind: "json", value: content }, { ms });
    if (decision.type === "record") decision.record(() => answer, true);
  }
  const first = async (realTime: boolean): Promise<unknown> => {
    const { conversation } = conversationOf("replay", recording.text(), { realTime });
    const client = new ApiClient({
      baseUrl: "https://api.openai.com/v1",
      headers: () => ({}),
      conversation,
    });
    return Promise.race(["late", "soon"].map((it) => client.chat.completions.create(asking(it))));
  };
  expect([await first(true), await first(false)]).toEqual(["soon", "late"]);
});

it("follows a redirection that keeps the request, and says where any other leads", async () => {
  const server = await startStandIn(() => ({ say: "Hello." }));
  const elsewhere = createServer((request, response) => {
    const status = Number(request.url?.split("/")[1]);
    response.writeHead(status, { location: `${server.baseUrl}/chat/completions` }).end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    elsewhere.close();
    await server.close();
  });
  const { port } = elsewhere.address() as AddressInfo;
  const ask = (status: number): Promise<unknown> =>
    new ApiClient({
      baseUrl: `http://127.0.0.1:${port}/${status}`,
      headers: () => ({}),
      conversation: undefined,
    }).chat.completions.create(BODY);
  expect(await ask(308)).toMatchObject({ choices: [{ message: { content: "Hello." } }] });
  await expect(ask(301)).rejects.toThrow(
    `301 The API's address leads elsewhere, to ${server.baseUrl}/chat/completions`,
  );
});
