import { OpenAI } from "openai";
import { expect, it, onTestFinished } from "vitest";
import { Agent, Swarm, UnusableReplyError, type Message } from "../../../src/index.ts";
import { ApiClient } from "../../../src/traffic/api-client.ts";
import { inConversation } from "../../../src/traffic/current.ts";
import type { Conversation } from "../../../src/traffic/conversation.ts";
import { sealedBy } from "../../support/stand-in/responses.ts";
import { startStandIn, type StandInReply } from "../../support/stand-in.ts";
import { conversationOf } from "../../support/tapes.ts";
import { tapedFetch } from "../../traffic/taped-fetch.ts";
import { collected } from "../play.ts";

interface Played {
  readonly messages: readonly Message[];
  readonly deltas: readonly object[];
  /** What was sent by the requests, in order. */
  readonly inputs: readonly unknown[];
}

type Client = "the SDK" | "our client" | "a recording" | "the SDK over that recording";
const CLIENTS: readonly Client[] = [
  "the SDK",
  "our client",
  "a recording",
  "the SDK over that recording",
];

const taped = tapedFetch();

/** A run that is answered so, in one piece or not. */
async function played(
  replies: readonly StandInReply[],
  by: Client = "the SDK",
  stream = false,
): Promise<Played> {
  const standIn = await startStandIn(({ index }) => replies[index] ?? { say: "Done." });
  onTestFinished(() => standIn.close());
  const { baseUrl } = standIn;
  const draw = (): string => "Drawn.";
  const agent = new Agent({ model: "gpt-5.6", api: "responses", functions: [draw] });
  const run = { agent, messages: [{ role: "user", content: "Hi" }] };
  const runOver = async (client: OpenAI | ApiClient): Promise<Played> => {
    const swarm = new Swarm({ client });
    const events = stream ? await collected(swarm.run({ ...run, stream })) : [];
    const last = events.at(-1);
    const { messages } =
      last !== undefined && "response" in last ? last.response : await swarm.run(run);
    return { messages, deltas: events, inputs: standIn.requests.map(({ body }) => body["input"]) };
  };
  const sdk = (): OpenAI =>
    new OpenAI({ apiKey: "none", baseURL: baseUrl, maxRetries: 0, fetch: taped });
  if (by === "the SDK") return runOver(sdk());
  const ours = (conversation?: Conversation): ApiClient =>
    new ApiClient({ baseUrl, headers: () => ({}), conversation });
  if (by === "our client") return runOver(ours());
  const apis = [baseUrl];
  const { conversation, text } = conversationOf("record", undefined, { apis });
  await runOver(ours(conversation)).catch(() => undefined);
  await standIn.close();
  const replay = conversationOf("replay", text(), { apis }).conversation;
  if (by === "a recording") return runOver(ours(replay));
  return inConversation(replay, () => runOver(sdk()));
}

function whole(response: object): StandInReply {
  return { raw: JSON.stringify({ object: "response", ...response }) };
}

/** The events of a stream, each named as it is by the API. */
function events(
  ...all: readonly { readonly type: string; readonly [field: string]: unknown }[]
): StandInReply {
  const lines = all.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return { raw: lines.join(""), headers: { "content-type": "text/event-stream" } };
}

const text = (words: string, more: object = {}) => ({
  type: "message",
  id: "msg_1",
  status: "completed",
  role: "assistant",
  content: [{ type: "output_text", text: words, annotations: [], ...more }],
});

it("reads words, refusals and calls of all kinds", async () => {
  const sealed = {
    type: "reasoning",
    id: "rs_1",
    summary: [],
    encrypted_content: sealedBy("gpt-5.6"),
    status: null,
  };
  const unknown = { type: "moon_call", id: "moon_1", phase: "full" };
  const call = { call_id: "c1", name: "draw", status: "completed" };
  const { messages, inputs } = await played([
    whole({
      output: [
        sealed,
        unknown,
        text("Well.", { annotations: [{ type: "url_citation", url: "https://example.com" }] }),
        { type: "function_call", id: "fc_1", ...call, arguments: "{}" },
        { type: "custom_tool_call", id: "ct_1", ...call, call_id: "c2", input: "a cat" },
      ],
    }),
    whole({ output: [{ ...text(""), content: [{ type: "refusal", refusal: "No." }] }] }),
  ]);
  expect(messages).toMatchObject([
    {
      content: "Well.",
      tool_calls: [
        { id: "c1", type: "function", function: { name: "draw", arguments: "{}" } },
        { id: "c2", type: "custom", custom: { name: "draw", input: "a cat" } },
      ],
    },
    { role: "tool", tool_call_id: "c1" },
    { role: "tool", tool_call_id: "c2" },
    { role: "assistant", content: null, refusal: "No." },
  ]);
  expect(messages[3]).not.toHaveProperty("response");
  expect(inputs[1]).toEqual([
    ...(inputs[0] as object[]),
    { type: "reasoning", summary: [], encrypted_content: sealedBy("gpt-5.6") },
    unknown,
    { role: "assistant", content: "Well." },
    { type: "function_call", call_id: "c1", name: "draw", arguments: "{}" },
    { type: "custom_tool_call", call_id: "c2", name: "draw", input: "a cat" },
    { type: "function_call_output", call_id: "c1", output: expect.any(String) },
    { type: "custom_tool_call_output", call_id: "c2", output: expect.any(String) },
  ]);
});

it.each<[string, object, object[]]>([
  [
    "thought in the open goes back as it came",
    {
      type: "reasoning",
      id: "rs_1",
      summary: [],
      content: [{ type: "reasoning_text", text: "Hm" }],
    },
    [
      {
        type: "reasoning",
        id: "rs_1",
        summary: [],
        content: [{ type: "reasoning_text", text: "Hm" }],
      },
    ],
  ],
  ["of what is only an id, nothing goes back", { type: "reasoning", id: "rs_1", summary: [] }, []],
])("%s", async (_, thought, sent) => {
  const call = { type: "function_call", call_id: "c1", name: "draw", arguments: "{}" };
  const { inputs } = await played([whole({ output: [thought, call] })]);
  expect((inputs[1] as object[]).slice(2, -1)).toEqual([...sent, call]);
});

it("tells why a reply ended, and sends back no reasoning that nothing followed", async () => {
  const reasoning = { type: "reasoning", summary: [], encrypted_content: "gAAAA" };
  const { messages } = await played([
    whole({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [text("Once upon"), reasoning],
    }),
  ]);
  expect(messages).toEqual([{ role: "assistant", content: "Once upon", sender: "Agent" }]);
});

it.each<[string, StandInReply, string]>([
  [
    "no response",
    { raw: '{"detail":"Not here"}' },
    'is not a response: it has no output. It begins: {"detail"',
  ],
  [
    "one that failed",
    whole({ status: "failed", error: { code: "server_error", message: "It broke." }, output: [] }),
    "The provider answered with an error: It broke.",
  ],
  [
    "one that has not ended",
    whole({ status: "queued", output: [] }),
    'The provider\'s response did not come to its end: its status is "queued".',
  ],
  [
    "one that was withheld",
    whole({ status: "incomplete", incomplete_details: { reason: "content_filter" }, output: [] }),
    "The provider withheld the reply: its finish_reason is content_filter.",
  ],
])("does not take %s for a reply", async (_, answer, message) => {
  const failure = await played([answer]).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnusableReplyError);
  expect((failure as Error).message).toContain(message);
});

const created = { type: "response.created", response: { id: "resp_1", status: "in_progress" } };
const delta = { type: "response.output_text.delta", output_index: 0, delta: "Hal" };
const call = { type: "function_call", id: "fc_1", call_id: "c1", name: "draw", arguments: "{}" };
const completed = (output: object[]) => ({
  type: "response.completed",
  response: { status: "completed", output, usage: { input_tokens: 1, output_tokens: 2 } },
});

for (const client of CLIENTS) {
  it.each<[string, StandInReply, string]>([
    ["breaks off", events(created, delta), "it ended without response.completed."],
    [
      "fails",
      events(created, delta, {
        type: "response.failed",
        response: { status: "failed", output: [], error: { message: "It broke." } },
      }),
      "The provider answered with an error: It broke.",
    ],
    ["has an error", events(created, delta, { type: "error", message: "It broke." }), "It broke."],
    [
      "has an error without a name",
      {
        raw: `data: ${JSON.stringify({ type: "error", message: "It broke." })}\n\n`,
        headers: { "content-type": "text/event-stream" },
      },
      "It broke.",
    ],
  ])(`does not take a stream for a reply that %s: ${client}`, async (_, answer, message) => {
    await expect(played([answer], client, true)).rejects.toThrow(message);
  });

  // A provider may give any place: a list as long as that would take the machine.
  it.each([
    [0, 1],
    [-(2 ** 40), 2 ** 31],
  ])(
    `reads streams that are told in part, or only in the end: ${client}, at %d`,
    async (at, then) => {
      const inPart = events(
        created,
        { type: "response.output_item.done", output_index: then, item: call },
        { type: "response.output_text.delta", output_index: at, delta: "Hal" },
        { type: "response.output_item.done", output_index: at, item: text("Hallo") },
        completed([]),
      );
      const inTheEnd = events(completed([text("Hallo"), call]));
      const [one, other] = [
        await played([inPart], client, true),
        await played([inTheEnd], client, true),
      ];
      expect(one.messages).toEqual(other.messages);
      expect(one.messages[0]).toEqual({
        role: "assistant",
        content: "Hallo",
        tool_calls: [{ id: "c1", type: "function", function: { name: "draw", arguments: "{}" } }],
        sender: "Agent",
      });
      const said = one.deltas.flatMap((event) => ("content" in event ? [event.content] : []));
      expect(said).toEqual(["Hal", "lo", "Done."]);
    },
  );
}

it("streams the input of custom tools", async () => {
  const custom = {
    type: "custom_tool_call",
    id: "ct_1",
    call_id: "c1",
    name: "draw",
    input: "a cat",
  };
  const added = { type: "response.output_item.added", output_index: 0 };
  const piece = { type: "response.custom_tool_call_input.delta", output_index: 0, delta: "a " };
  const { messages, deltas } = await played(
    [events(created, { ...added, item: { ...custom, input: "" } }, piece, completed([custom]))],
    "the SDK",
    true,
  );
  expect(messages[0]?.["tool_calls"]).toEqual([
    { id: "c1", type: "custom", custom: { name: "draw", input: "a cat" } },
  ]);
  const calls = deltas.flatMap((event) => ("tool_calls" in event ? [event.tool_calls] : []));
  expect(calls).toEqual([
    [{ index: 0, id: "c1", type: "custom", custom: { name: "draw", input: "" } }],
    [{ index: 0, custom: { input: "a " } }],
    [{ index: 0, custom: { input: "cat" } }],
  ]);
});

it("is answered by a stand-in whose streams the SDK's own reader takes for its responses", async () => {
  const standIn = await startStandIn(() => ({
    say: "One moment.",
    calls: [{ name: "draw", arguments: { what: "a cat" } }],
  }));
  onTestFinished(() => standIn.close());
  const client = new OpenAI({ apiKey: "none", baseURL: standIn.baseUrl });
  const request = { model: "gpt-5.6", input: [{ role: "user" as const, content: "Hi" }] };
  const final = await client.responses.stream(request).finalResponse();
  expect(final).toMatchObject(await client.responses.create(request));
  expect(final.output.map(({ type }) => type)).toEqual(["reasoning", "message", "function_call"]);
});
