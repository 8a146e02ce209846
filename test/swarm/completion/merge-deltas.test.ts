import { expect, it } from "vitest";
import { UnusableReplyError } from "../../../src/index.ts";
import { merged, eventsOf, FINISH } from "./deltas.ts";

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
      { reasoning_details: [{ type: "reasoning.text", index: 0, text: "I ", format: "v1" }] },
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
        { type: "reasoning.text", index: 0, text: "I see!", format: "v1", signature: "s" },
        { type: "reasoning.text", index: 1, text: "Then" },
        { type: "reasoning.encrypted", index: 2, data: "x" },
        { type: "reasoning.encrypted", index: 2, data: "y" },
      ],
    },
  ],
])("merges %s", async (_, deltas, message) => {
  expect(await merged(...deltas)).toMatchObject({ message: { role: "assistant", ...message } });
});

it("takes chunks without choices, and the usage that comes with them", async () => {
  const events = await eventsOf([
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
  expect((await eventsOf([...chunks, FINISH])).at(-1)).toMatchObject({
    usage: { prompt_tokens: 5, completion_tokens: 2 },
  });
});

it("reads the first of several choices, whose chunks are mixed", async () => {
  const events = await eventsOf([
    { choices: [{ index: 0, delta: { content: "fir" } }] },
    { choices: [{ index: 1, delta: { content: "second" }, finish_reason: "length" }] },
    { choices: [{ index: 0, delta: { content: "st" }, finish_reason: "stop" }] },
  ]);
  expect(events.at(-1)).toMatchObject({ message: { content: "first" }, finishReason: "stop" });
});

const half = { choices: [{ index: 0, delta: { content: "Hal" }, finish_reason: "" }] };

it.each<[string, unknown]>([
  ["[DONE], from a client that tells", { object: "stream.end", done: true }],
  ["the usage, which is sent last", { choices: [], usage: { prompt_tokens: 5 } }],
])("takes a stream without a finish reason for whole after %s", async (_, last) => {
  expect((await eventsOf([half, last])).at(-1)).toMatchObject({
    message: { content: "Hal" },
    finishReason: undefined,
  });
});

it.each<[string, readonly unknown[], string]>([
  [
    "only the beginning of a reply",
    [half],
    "The provider's stream broke off: it ended with neither a finish_reason nor a closing usage.",
  ],
  [
    "its usage, but not at its end",
    [
      { choices: [], usage: { prompt_tokens: 5 } },
      { ...half, usage: { prompt_tokens: 5 } },
    ],
    "The provider's stream broke off: it ended with neither a finish_reason nor a closing usage.",
  ],
  [
    "a reply and its usage, but a client that tells saw no [DONE]",
    [half, { choices: [], usage: { prompt_tokens: 5 } }, { object: "stream.end", done: false }],
    "The provider's stream broke off: it ended with neither a finish_reason nor [DONE].",
  ],
  [
    "the finish reason of another choice only",
    [half, { choices: [{ index: 1, delta: {}, finish_reason: "stop" }] }],
    "The provider's stream broke off: it ended with neither a finish_reason nor a closing usage.",
  ],
  ["nothing", [], "The provider's stream ended without a reply."],
  [
    "only a usage",
    [{ choices: [], usage: { prompt_tokens: 1 } }],
    "The provider's stream ended without a reply.",
  ],
  ["what are not chunks", ["oops", null], "The provider's stream ended without a reply."],
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
])("says so if the stream holds %s", async (_, chunks, message) => {
  const failure = await eventsOf(chunks).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnusableReplyError);
  expect(failure).toMatchObject({ message });
});
