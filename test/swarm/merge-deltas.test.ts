import { expect, it } from "vitest";
import { Agent, Swarm, scriptedClient, tool, UnusableReplyError } from "../../src/index.ts";
import type { LoopEvent } from "../../src/index.ts";
import { collected } from "./play.ts";

const agent = new Agent({
  name: "Clerk",
  functions: [
    tool({ name: "act", execute: () => "done" }),
    tool({ name: "look", execute: () => "" }),
  ],
});

async function* streamOf(chunks: readonly unknown[]): AsyncGenerator<unknown> {
  yield* chunks;
}

/** What the run tells of a reply that is streamed in these chunks. */
async function told(chunks: readonly unknown[]): Promise<LoopEvent[]> {
  const client = scriptedClient([streamOf(chunks)]);
  return collected(
    new Swarm({ client }).events({
      agent,
      messages: [],
      stream: true,
      maxTurns: 1,
      executeTools: false,
    }),
  );
}

/** The reply that these deltas make up. */
async function merged(...deltas: readonly object[]): Promise<LoopEvent | undefined> {
  const events = await told(deltas.map((delta) => ({ choices: [{ index: 0, delta }] })));
  return events.find(({ type }) => type === "reply");
}

function call(
  index: number | undefined,
  id: string | undefined,
  name: string | undefined,
  args?: string,
): object {
  return {
    tool_calls: [
      {
        ...(index === undefined ? {} : { index }),
        ...(id === undefined ? {} : { id, type: "function" }),
        function: {
          ...(name === undefined ? {} : { name }),
          ...(args === undefined ? {} : { arguments: args }),
        },
      },
    ],
  };
}

function toolCall(id: string, name: string, args: string): object {
  return { id, type: "function", function: { name, arguments: args } };
}

it.each<[string, readonly object[], object]>([
  [
    "text in pieces",
    [{ role: "assistant", content: "" }, { content: "Hel" }, { content: "lo" }],
    { content: "Hello" },
  ],
  ["no role", [{ content: "Hello" }], { content: "Hello" }],
  [
    "a role in every delta",
    [
      { role: "assistant", content: "Hel" },
      { role: "assistant", content: "lo" },
    ],
    { content: "Hello" },
  ],
  [
    "null for content in between",
    [{ content: "Hel" }, { content: null }, {}, { content: "lo" }],
    { content: "Hello" },
  ],
  ["nothing but a role", [{ role: "assistant" }], { content: "" }],
  [
    "a refusal in pieces",
    [{ content: null, refusal: "I can" }, { refusal: "not." }],
    { content: null, refusal: "I cannot." },
  ],
  [
    "lists of parts, joined as the whole list would read",
    [
      { content: "" },
      { content: [{ type: "thinking", thinking: [{ type: "text", text: "H" }] }] },
      { content: [{ type: "thinking", thinking: [{ type: "text", text: "m" }], closed: true }] },
      { content: [{ type: "text", text: "Hel" }] },
      { content: "lo" },
      { content: "" },
    ],
    {
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "Hm" }], closed: true },
        { type: "text", text: "Hello" },
      ],
    },
  ],
  [
    "parts that are not text, each by itself",
    [
      { content: "See" },
      { content: [{ type: "image", id: 1 }] },
      { content: [{ type: "image", id: 2 }] },
    ],
    {
      content: [
        { type: "text", text: "See" },
        { type: "image", id: 1 },
        { type: "image", id: 2 },
      ],
    },
  ],
  [
    "reasoning in pieces, which goes back with the message",
    [{ reasoning_content: "I " }, { reasoning_content: "see", content: null }, { content: "Hi" }],
    { content: "Hi", reasoning_content: "I see" },
  ],
  [
    "details of reasoning, by their index",
    [
      { reasoning_details: [{ type: "reasoning.text", index: 0, text: "I " }] },
      { reasoning_details: [{ type: "reasoning.text", index: 0, text: "see" }] },
      { reasoning_details: [{ type: "reasoning.text", index: 0, text: null, signature: "s" }] },
      {
        reasoning_details: [{ type: "reasoning.text", index: 0, text: "!", signature: null }],
      },
      { reasoning_details: [{ type: "reasoning.text", index: 1, text: "Then" }] },
      { reasoning_details: [{ type: "reasoning.encrypted", index: 2, data: "x" }] },
      { reasoning_details: [{ type: "reasoning.encrypted", index: 2, data: "y" }], content: "Hi" },
    ],
    {
      content: "Hi",
      reasoning_details: [
        { type: "reasoning.text", index: 0, text: "I see!", signature: "s" },
        { type: "reasoning.text", index: 1, text: "Then" },
        { type: "reasoning.encrypted", index: 2, data: "x" },
        { type: "reasoning.encrypted", index: 2, data: "y" },
      ],
    },
  ],
])("merges %s", async (_, deltas, message) => {
  expect(await merged(...deltas)).toMatchObject({ message: { role: "assistant", ...message } });
});

it.each<[string, readonly object[], readonly object[]]>([
  [
    "in pieces",
    [
      call(0, "a", "act", ""),
      call(0, undefined, undefined, '{"b"'),
      call(0, undefined, undefined, ":1}"),
    ],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "in parallel, their pieces mixed",
    [
      call(0, "a", "act", ""),
      call(1, "b", "look", ""),
      call(1, undefined, undefined, '{"d'),
      call(0, undefined, undefined, '{"c'),
      call(1, undefined, undefined, '":2}'),
      call(0, undefined, undefined, '":1}'),
    ],
    [toolCall("a", "act", '{"c":1}'), toolCall("b", "look", '{"d":2}')],
  ],
  [
    "in parallel in one delta",
    [
      {
        tool_calls: [
          { index: 0, id: "a", function: { name: "act", arguments: "{}" } },
          { index: 1, id: "b", function: { name: "look", arguments: "{}" } },
        ],
      },
    ],
    [toolCall("a", "act", "{}"), toolCall("b", "look", "{}")],
  ],
  [
    "in parallel without an index",
    [
      call(undefined, "a", "act", "{}"),
      call(undefined, "b", "look", "{"),
      call(undefined, undefined, undefined, "}"),
    ],
    [toolCall("a", "act", "{}"), toolCall("b", "look", "{}")],
  ],
  [
    "in parallel, all with index 0",
    [call(0, "a", "act", "{}"), call(0, "b", "act", "{}")],
    [toolCall("a", "act", "{}"), toolCall("b", "act", "{}")],
  ],
  [
    "in parallel, all with index 0 and without ids",
    [call(0, "", "act", '{"b":1}'), call(0, "", "act", '{"b":2}')],
    [toolCall("call_0_1", "act", '{"b":1}'), toolCall("call_0_2", "act", '{"b":2}')],
  ],
  [
    "whose id and name are repeated",
    [call(0, "a", "act", '{"b"'), call(0, "a", "act", ":1}"), call(0, "a", "act", "")],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "whose name is repeated without an id",
    [call(0, "a", "act", '{"b"'), call(0, undefined, "act", ":1}"), call(0, undefined, "act", "")],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "whose id is null later",
    [
      call(0, "a", "act", '{"b"'),
      { tool_calls: [{ index: 0, id: null, function: { name: null, arguments: ":1}" } }] },
    ],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "that begin at index 1",
    [call(1, "a", "act", "{"), call(1, undefined, undefined, "}")],
    [toolCall("a", "act", "{}")],
  ],
  [
    "whose arguments are an object",
    [{ tool_calls: [{ index: 0, id: "a", function: { name: "act", arguments: { b: 1 } } }] }],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "with a signature that goes back with them",
    [
      {
        tool_calls: [
          {
            index: 0,
            id: "a",
            extra_content: { s: 1 },
            function: { name: "act", arguments: "{}" },
          },
        ],
      },
    ],
    [{ ...toolCall("a", "act", "{}"), extra_content: { s: 1 } }],
  ],
  [
    "of the old kind",
    [
      { function_call: { name: "act", arguments: "" } },
      { function_call: { arguments: '{"b":1}' } },
    ],
    [toolCall("call_0_1", "act", '{"b":1}')],
  ],
])("merges calls %s", async (_, deltas, made) => {
  expect(await merged(...deltas)).toMatchObject({ message: { content: null, tool_calls: made } });
});

it("takes an empty function_call of old for none", async () => {
  const reply = await merged({
    content: "Hi",
    function_call: { name: "", arguments: "" },
    tool_calls: null,
  });
  expect(reply).toMatchObject({ message: { role: "assistant", content: "Hi" } });
  expect(reply).not.toHaveProperty("message.tool_calls");
});

it("takes chunks without choices, and the usage that comes with them", async () => {
  const events = await told([
    { choices: [], prompt_filter_results: [] },
    { choices: [{ index: 0, delta: { content: "Hi" } }], usage: null },
    { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
    { choices: [{ index: 0, delta: {}, finish_reason: null }] },
    { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } },
  ]);
  expect(events.filter(({ type }) => type === "delta")).toHaveLength(3);
  expect(events.at(-1)).toMatchObject({
    type: "reply",
    finishReason: "stop",
    usage: { prompt_tokens: 5, completion_tokens: 2, cached_tokens: 0 },
  });
});

it.each<[string, readonly object[]]>([
  [
    "counted again with every chunk, and takes the last",
    [
      {
        choices: [{ index: 0, delta: { content: "H" } }],
        usage: { prompt_tokens: 5, completion_tokens: 1 },
      },
      {
        choices: [{ index: 0, delta: { content: "i" } }],
        usage: { prompt_tokens: 5, completion_tokens: 2 },
      },
    ],
  ],
  [
    "where Groq puts it",
    [
      {
        choices: [{ index: 0, delta: { content: "Hi" } }],
        x_groq: { usage: { prompt_tokens: 5, completion_tokens: 2 } },
      },
    ],
  ],
])("reads a usage that is %s", async (_, chunks) => {
  expect((await told(chunks)).at(-1)).toMatchObject({
    usage: { prompt_tokens: 5, completion_tokens: 2 },
  });
});

it("reads the first of several choices, whose chunks are mixed", async () => {
  const events = await told([
    { choices: [{ index: 0, delta: { content: "fir" } }] },
    { choices: [{ index: 1, delta: { content: "second" }, finish_reason: "length" }] },
    { choices: [{ index: 0, delta: { content: "st" }, finish_reason: "stop" }] },
  ]);
  expect(events.at(-1)).toMatchObject({ message: { content: "first" }, finishReason: "stop" });
});

it.each<[string, readonly unknown[], string]>([
  ["nothing", [], "The provider's stream ended without a reply."],
  [
    "only a usage",
    [{ choices: [], usage: { prompt_tokens: 1 } }],
    "The provider's stream ended without a reply.",
  ],
  ["what are no chunks", ["oops", null], "The provider's stream ended without a reply."],
  [
    "an error in the middle",
    [
      { choices: [{ index: 0, delta: { content: "Hal" } }] },
      { error: { message: "Upstream died" } },
    ],
    "The provider answered with an error: Upstream died",
  ],
  [
    "an error in its choice",
    [
      {
        choices: [
          { index: 0, delta: {}, finish_reason: "error", error: { message: "Upstream died" } },
        ],
      },
    ],
    "The provider answered with an error: Upstream died",
  ],
  [
    "nothing but a filter's verdict",
    [
      { choices: [{ index: 0, delta: { role: "assistant" } }] },
      { choices: [{ index: 0, delta: {}, finish_reason: "content_filter" }] },
    ],
    "The provider withheld the reply: its finish_reason is content_filter.",
  ],
])("says so where the stream holds %s", async (_, chunks, message) => {
  const failure = await told(chunks).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnusableReplyError);
  expect(failure).toMatchObject({ message });
});
