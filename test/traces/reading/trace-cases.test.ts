// The traces in kept/ were written by the OpenAI Agents SDK and by instrumentations of it; kept/README.md says which.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Unmapped } from "../../../src/cases/importing/unmapped.ts";
import { readCase } from "../../../src/cases/reading/read-case.ts";
import { readOpenAIAgents } from "../../../src/traces/reading/read-openai-agents.ts";
import { readOtlp } from "../../../src/traces/reading/read-otlp.ts";
import type { Span } from "../../../src/traces/reading/span.ts";
import { traceCases } from "../../../src/traces/reading/trace-cases.ts";

/** The cases of spans, each of which a case file takes, and what was left out. */
function imported(spans: readonly Span[] = [], agent?: string) {
  const unmapped = new Unmapped();
  const cases = traceCases(spans, agent, unmapped);
  for (const line of cases) expect(readCase(JSON.stringify(line))).toBeDefined();
  return { cases, left: unmapped.lines() };
}

function kept(name: string): unknown[] {
  const text = readFileSync(new URL(`kept/${name}.jsonl`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

const REFUND = { name: "refund", arguments: { order: "A7" }, agent: "Refunds" };

/** What a case of that conversation expects; some traces do not keep by which call an agent hands over. */
function refundCase(tool_calls: unknown) {
  return {
    id: "hello",
    agent: "Triage",
    turns: [
      { user: "Hello!", expect: { tool_calls: [], agent: "Triage" } },
      { user: "Please refund my order A7.", expect: { tool_calls, handoffs: ["Refunds"] } },
    ],
    expect: { final_agent: "Refunds" },
  };
}

it.each([
  ["openllmetry-chat", ["transfer_to_refunds", REFUND]],
  ["openllmetry-responses", ["transfer_to_refunds", REFUND]],
  ["contrib-chat", ["transfer_to_refunds", REFUND]],
  // Its messages have calls as Python prints them. Its spans have them as they are.
  ["contrib-responses", { mode: "in_order", calls: [REFUND] }],
])("expects what happened in OTLP of %s", (name, calls) => {
  expect(imported(readOtlp(kept(name)))).toEqual({ cases: [refundCase(calls)], left: [] });
});

it("expects what happened in a trace of the OpenAI Agents SDK", () => {
  const one = imported(readOpenAIAgents(kept("openai-agents-chat")));
  expect(one).toEqual({ cases: [refundCase(["transfer_to_refunds", REFUND])], left: [] });
  const asSent = imported(readOpenAIAgents([{ data: kept("openai-agents-chat") }]));
  expect(asSent).toEqual(one);
});

it("says that a trace does not hold what was said", () => {
  expect(imported(readOpenAIAgents(kept("openai-agents-responses")))).toEqual({
    cases: [],
    left: [expect.stringMatching(/^left out whole: the trace does not hold .* \(thread-1\)$/)],
  });
});

it.each([
  ["OTLP", readOtlp],
  ["traces of the OpenAI Agents SDK", readOpenAIAgents],
])("takes nothing else for %s", (_, read) => {
  for (const other of [[], [{}], [[]], ["x"], [{ resourceSpans: 7 }], [{ object: "list" }]])
    expect(read(other)).toBeUndefined();
});

type Attribute = readonly [key: string, value: object];

interface MadeSpan {
  readonly id: string;
  readonly parent?: string;
  readonly attributes: readonly Attribute[];
  readonly trace?: string;
  readonly failed?: true;
  readonly events?: readonly object[];
}

const text = (key: string, stringValue: string): Attribute => [key, { stringValue }];
const json = (key: string, value: unknown): Attribute => text(key, JSON.stringify(value));
const operation = (name: string): Attribute => text("gen_ai.operation.name", name);
const user = (content: string) => ({ role: "user", parts: [{ type: "text", content }] });

/** The spans of one export, in the order in which they began. */
function spans(...made: readonly MadeSpan[]): Span[] | undefined {
  const attributesOf = (attributes: readonly Attribute[]) =>
    attributes.map(([key, value]) => ({ key, value }));
  const list = made.map(({ id, parent, attributes, trace = "t1", failed, events = [] }, index) => ({
    traceId: trace,
    spanId: id,
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    startTimeUnixNano: `179607363${index}000000001`,
    attributes: attributesOf(attributes),
    events,
    ...(failed ? { status: { code: 2 } } : {}),
  }));
  return readOtlp([{ resourceSpans: [{ scopeSpans: [{ spans: list.toReversed() }] }] }]);
}

function asked(
  id: string,
  input: readonly object[],
  output?: object,
  more: Partial<MadeSpan> = {},
) {
  const attributes = [
    operation("chat"),
    json("gen_ai.input.messages", input),
    ...(output === undefined ? [] : [json("gen_ai.output.messages", [output])]),
  ];
  return { id, attributes, ...more };
}

function calling(name: string, args: object) {
  return { role: "assistant", parts: [{ type: "tool_call", id: "c1", name, arguments: args }] };
}

it("begins a turn where the user speaks, though requests rely on what the server keeps", () => {
  const { cases } = imported(
    spans(
      asked("1", [user("Refund A7.")], calling("refund", { order: "A7" })),
      asked("2", [
        { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "" }] },
      ]),
      asked("3", [user("And A8.")], calling("refund", { order: "A8" })),
    ),
    "Desk",
  );
  const turn = (said: string, order: string) => ({
    user: said,
    expect: { tool_calls: [{ name: "refund", arguments: { order } }] },
  });
  expect(cases).toEqual([
    { id: "refund-a7", agent: "Desk", turns: [turn("Refund A7.", "A7"), turn("And A8.", "A8")] },
  ]);
});

it("puts what was said before the trace began into messages", () => {
  const before = [
    { role: "system", parts: [{ type: "text", content: "You refund." }] },
    user("Hi!"),
    calling("greet", {}),
    { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: { said: true } }] },
    {
      role: "assistant",
      parts: [
        { type: "reasoning", content: "Hm." },
        { type: "text", content: "Hello." },
      ],
    },
  ];
  const { cases } = imported(spans(asked("1", [...before, user("Refund"), user("A7.")])));
  expect(cases).toMatchObject([
    {
      messages: [
        { role: "user", content: "Hi!" },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", function: { name: "greet", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c1", content: '{"said":true}' },
        { role: "assistant", content: "Hello." },
      ],
      user: "Refund\nA7.",
      expect: { tool_calls: [] },
    },
  ]);
});

it("leaves to a tool what an agent does in it, and expects that a tool failed", () => {
  const tool = (name: string, args: object): readonly Attribute[] => [
    operation("execute_tool"),
    text("gen_ai.tool.name", name),
    json("gen_ai.tool.call.arguments", args),
  ];
  const research = calling("research", { topic: "A7" });
  const { cases } = imported(
    spans(
      { id: "a", attributes: [operation("invoke_agent"), text("gen_ai.agent.name", "Desk")] },
      asked("1", [user("What is A7?")], research, { parent: "a" }),
      { id: "t", parent: "a", attributes: tool("research", { topic: "A7" }), failed: true },
      {
        id: "b",
        parent: "t",
        attributes: [operation("invoke_agent"), text("gen_ai.agent.name", "Scout")],
      },
      asked("2", [user("Look up A7.")], calling("search", {}), { parent: "b" }),
      { id: "s", parent: "b", attributes: tool("search", {}) },
      asked("3", [user("What is A7?"), research], undefined, { parent: "a" }),
    ),
  );
  expect(cases).toMatchObject([
    {
      agent: "Desk",
      user: "What is A7?",
      expect: {
        tool_calls: [{ name: "research", arguments: { topic: "A7" }, agent: "Desk", error: true }],
        final_agent: "Desk",
      },
    },
  ]);
});

it("reads messages that earlier instrumentations kept field by field, and those of Chat Completions", () => {
  const { cases } = imported(
    spans(
      {
        id: "1",
        attributes: [
          text("gen_ai.request.model", "gpt-5.4"),
          text("gen_ai.prompt.0.role", "system"),
          text("gen_ai.prompt.0.content", "You refund."),
          text("gen_ai.prompt.1.role", "user"),
          json("gen_ai.prompt.1.content", [{ type: "text", text: "Refund A7." }]),
          text("gen_ai.completion.0.role", "assistant"),
          text("gen_ai.completion.0.tool_calls.0.id", "c1"),
          text("gen_ai.completion.0.tool_calls.0.name", "refund"),
          text("gen_ai.completion.0.tool_calls.0.arguments", '{"order":"A7"}'),
        ],
      },
      asked("2", [{ role: "user", content: "Where is order 7?" }], undefined, { trace: "t2" }),
    ),
  );
  expect(cases).toMatchObject([
    { id: "refund-a7", expect: { tool_calls: [{ name: "refund", arguments: { order: "A7" } }] } },
    { id: "where-is-order-7", user: "Where is order 7?" },
  ]);
});

it("joins the traces of one conversation, reads values as they are, and what an event keeps", () => {
  const thread = text("gen_ai.conversation.id", "thread-1");
  const part = {
    kvlistValue: {
      values: [
        { key: "role", value: { stringValue: "user" } },
        {
          key: "parts",
          value: {
            arrayValue: {
              values: [
                {
                  kvlistValue: {
                    values: [
                      { key: "type", value: { stringValue: "text" } },
                      { key: "content", value: { stringValue: "Hello!" } },
                    ],
                  },
                },
              ],
            },
          },
        },
      ],
    },
  };
  const messages = { key: "gen_ai.input.messages", value: { arrayValue: { values: [part] } } };
  const details = { name: "gen_ai.client.inference.operation.details", attributes: [messages] };
  const { cases } = imported(
    spans(
      { id: "1", trace: "t1", attributes: [thread, operation("chat")], events: [details] },
      { id: "2", trace: "t2", attributes: [thread, ...asked("2", [user("Bye.")]).attributes] },
    ),
  );
  expect(cases).toMatchObject([{ turns: [{ user: "Hello!" }, { user: "Bye." }] }]);
});

it("shows what the user showed", () => {
  const picture = { type: "blob", mime_type: "image/png", content: "iVBORw0KGgo=" };
  const said = { role: "user", parts: [{ type: "text", content: "What is it?" }, picture] };
  expect(imported(spans(asked("1", [said]))).cases).toMatchObject([
    {
      id: "what-is-it",
      user: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
      ],
    },
  ]);
});
