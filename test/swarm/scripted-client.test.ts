import { expect, it } from "vitest";
import {
  Agent,
  ScriptEndedError,
  scriptedClient,
  Swarm,
  type ScriptedClient,
} from "../../src/index.ts";
import { collected } from "./play.ts";

const agent = new Agent({ name: "Clerk" });
const messages = [{ role: "user", content: "Hi" }];

async function say(client: ScriptedClient): Promise<unknown> {
  return (await new Swarm({ client }).run({ agent, messages })).messages[0]?.content;
}

it("answers one request after the other", async () => {
  const client = scriptedClient(["One.", { content: "Two." }]);
  expect([await say(client), await say(client)]).toEqual(["One.", "Two."]);
});

it("answers as the request asks for", async () => {
  const client = scriptedClient([
    async ({ messages: heard }) => `You said ${String(heard.at(-1)?.content)}`,
    () => () => ({ content: "Later." }),
  ]);
  expect([await say(client), await say(client)]).toEqual(["You said Hi", "Later."]);
});

it("throws the errors of its script, also those that a function gives", async () => {
  const outage = new Error("503");
  const client = scriptedClient([outage, () => outage]);
  await expect(say(client)).rejects.toBe(outage);
  await expect(say(client)).rejects.toBe(outage);
});

it("answers in the API's own form", async () => {
  const client = scriptedClient([
    {
      content: "Hi",
      toolCalls: [
        { name: "act", arguments: { a: 1 } },
        { name: "look", arguments: "{", id: "x" },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    },
  ]);
  expect(await client.chat.completions.create({ model: "gpt-5.4", messages: [] })).toEqual({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 0,
    model: "gpt-5.4",
    choices: [
      {
        index: 0,
        finish_reason: "tool_calls",
        message: {
          role: "assistant",
          content: "Hi",
          tool_calls: [
            { id: "call_1_1", type: "function", function: { name: "act", arguments: '{"a":1}' } },
            { id: "x", type: "function", function: { name: "look", arguments: "{" } },
          ],
        },
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  });
});

it("streams its reply in several chunks, as providers do", async () => {
  const client = scriptedClient([
    {
      content: "Hello you",
      toolCalls: [{ name: "act", arguments: { a: 1 } }],
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    },
  ]);
  const stream = await client.chat.completions.create({ model: "m", messages: [], stream: true });
  const chunks = await collected(stream as AsyncIterable<{ choices: unknown[]; usage?: object }>);
  expect(chunks.flatMap(({ choices }) => choices)).toEqual([
    { index: 0, delta: { role: "assistant", content: "" }, finish_reason: null },
    { index: 0, delta: { content: "Hello" }, finish_reason: null },
    { index: 0, delta: { content: " you" }, finish_reason: null },
    {
      index: 0,
      delta: {
        tool_calls: [
          { index: 0, id: "call_1_1", type: "function", function: { name: "act", arguments: "" } },
        ],
      },
      finish_reason: null,
    },
    {
      index: 0,
      delta: { tool_calls: [{ index: 0, function: { arguments: '{"a":' } }] },
      finish_reason: null,
    },
    {
      index: 0,
      delta: { tool_calls: [{ index: 0, function: { arguments: "1}" } }] },
      finish_reason: null,
    },
    { index: 0, delta: {}, finish_reason: "tool_calls" },
  ]);
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 5 } });
  expect(chunks[0]).toMatchObject({ object: "chat.completion.chunk", model: "m" });
});

it("streams calls of other kinds in pieces as well", async () => {
  const custom = { id: "a", type: "custom", custom: { name: "query", input: "SELECT 1" } };
  const old = { name: "query", arguments: '{"a":1}' };
  const message = { role: "assistant", content: null, tool_calls: [custom], function_call: old };
  const client = scriptedClient([{ choices: [{ message }] }]);
  const stream = await client.chat.completions.create({ model: "m", messages: [], stream: true });
  const chunks = await collected(stream as AsyncIterable<{ choices: { delta: object }[] }>);
  expect(chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta))).toEqual([
    { role: "assistant", content: null },
    { tool_calls: [{ index: 0, ...custom, custom: { name: "query", input: "" } }] },
    { tool_calls: [{ index: 0, custom: { input: "SELEC" } }] },
    { tool_calls: [{ index: 0, custom: { input: "T 1" } }] },
    { function_call: { name: "query", arguments: "" } },
    { function_call: { arguments: '{"a":' } },
    { function_call: { arguments: "1}" } },
    {},
  ]);
});

it("streams a completion without a finish reason as one that is whole", async () => {
  const completion = { choices: [{ message: { role: "assistant", content: "Hi" } }] };
  const swarm = new Swarm({ client: scriptedClient([completion]) });
  const events = await collected(swarm.run({ agent, messages, stream: true }));
  expect(events.at(-1)).toMatchObject({ response: { messages: [{ content: "Hi" }] } });
});

it("keeps the requests that it saw, as they went out", async () => {
  const client = scriptedClient(["One."]);
  const asked = [{ role: "user", content: "Hi", note: undefined as string | undefined }];
  await new Swarm({ client }).run({ agent, messages: asked });
  asked[0]!.note = "added later";
  expect(client.requests).toEqual([
    {
      model: "gpt-5.4",
      messages: [
        { role: "system", content: "You are a helpful agent." },
        { role: "user", content: "Hi" },
      ],
    },
  ]);
});

it("throws if its script has ended, saying what was asked", async () => {
  const client = scriptedClient(["One."]);
  await say(client);
  const failure = await say(client).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ScriptEndedError);
  expect(failure).toMatchObject({
    message:
      'The script has 1 reply, and one more was asked for: model gpt-5.4, after user said "Hi". Add the reply, or find out why it was asked for.',
    replies: 1,
    request: { model: "gpt-5.4" },
  });
  expect(client.remaining).toBe(0);
});

it("throws on request if replies are left", async () => {
  const client = scriptedClient(["One.", "Two.", "Three."]);
  await say(client);
  expect(client.remaining).toBe(2);
  expect(() => client.assertFinished()).toThrow(
    new Error("2 replies of the script's 3 were not asked for; the run ended after 1."),
  );
  await say(client);
  await say(client);
  expect(() => client.assertFinished()).not.toThrow();
});

it("takes a request that is aborted, and does not answer it", async () => {
  const reason = new Error("Enough");
  const client = scriptedClient(["One."]);
  const request = { model: "m", messages: [] };
  const options = { signal: AbortSignal.abort(reason) };
  await expect(client.chat.completions.create(request, options)).rejects.toBe(reason);
});

it("passes a stream of the caller's own on as it is", async () => {
  async function* chunks(): AsyncGenerator<unknown> {
    yield { choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: "stop" }] };
  }
  expect(await say(scriptedClient([chunks()]))).toBe("Hi");
});
