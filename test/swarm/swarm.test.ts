import { afterEach, expect, it, vi } from "vitest";
import {
  Agent,
  Result,
  scriptedClient,
  Swarm,
  tool,
  type ScriptedReply,
  type StreamEvent,
} from "../../src/index.ts";
import { calls, collected } from "./play.ts";

const messages = [{ role: "user", content: "Hi" }];
const sales = new Agent({ name: "Sales" });
const triage = new Agent({
  name: "Triage",
  functions: [
    function toSales() {
      return sales;
    },
  ],
});

async function streamed(agent: Agent, replies: readonly ScriptedReply[]): Promise<StreamEvent[]> {
  const swarm = new Swarm({ client: scriptedClient(replies) });
  return collected(swarm.run({ agent, messages, stream: true }));
}

it("streams Swarm's events, and says after a handoff that the other agent spoke", async () => {
  const events = await streamed(triage, [
    { toolCalls: [{ name: "toSales", id: "abc" }] },
    "Buy more!",
  ]);
  const call = { id: "abc", type: "function", function: { name: "toSales", arguments: "{}" } };
  expect(events.slice(0, -1)).toEqual([
    { delim: "start" },
    { sender: "Triage", role: "assistant", content: null },
    {
      sender: "Triage",
      tool_calls: [{ index: 0, ...call, function: { name: "toSales", arguments: "" } }],
    },
    { sender: "Triage", tool_calls: [{ index: 0, function: { arguments: "{}" } }] },
    { sender: "Triage" },
    { delim: "end" },
    { delim: "start" },
    { sender: "Sales", role: "assistant", content: "" },
    { sender: "Sales", content: "Buy m" },
    { sender: "Sales", content: "ore!" },
    { sender: "Sales" },
    { delim: "end" },
  ]);
  expect(events.at(-1)).toEqual({
    response: {
      agent: sales,
      contextVariables: {},
      messages: [
        { role: "assistant", content: null, tool_calls: [call], sender: "Triage" },
        {
          role: "tool",
          tool_call_id: "abc",
          tool_name: "toSales",
          content: '{"assistant":"Sales"}',
        },
        { role: "assistant", content: "Buy more!", sender: "Sales" },
      ],
    },
  });
});

it("gives the reply as one delta if the provider does not stream", async () => {
  const whole = { choices: [{ index: 0, message: { role: "assistant", content: "Buy more!" } }] };
  const client = { chat: { completions: { create: async () => whole } } };
  const run = new Swarm({ client }).run({ agent: sales, messages, stream: true });
  expect((await collected(run)).slice(0, -1)).toEqual([
    { delim: "start" },
    { sender: "Sales", role: "assistant", content: "Buy more!" },
    { delim: "end" },
  ]);
});

it("streams nothing but the response if no completion is taken", async () => {
  const swarm = new Swarm({ client: scriptedClient([]) });
  const run = swarm.run({ agent: sales, messages, stream: true, maxTurns: 0 });
  expect(await collected(run)).toEqual([
    { response: { agent: sales, contextVariables: {}, messages: [] } },
  ]);
});

it("throws from the stream what the client throws", async () => {
  await expect(streamed(sales, [new Error("503")])).rejects.toThrow("503");
});

it("writes a line for each step to whoever asks for them", async () => {
  const lines: string[] = [];
  const act = tool({ name: "act", execute: () => "done" });
  const agent = new Agent({
    name: "Triage",
    functions: [
      act,
      function toSales() {
        return sales;
      },
    ],
  });
  await new Swarm({
    client: scriptedClient([
      {
        content: "One moment.",
        toolCalls: [{ name: "act", arguments: { a: 1 } }, { name: "toSales" }],
      },
      "Buy more!",
    ]),
  }).run({ agent, messages, debug: (line) => lines.push(line) });
  expect(lines).toMatchInlineSnapshot(`
    [
      "[Triage] gpt-5.4 says: One moment.",
      "[Triage] calls act({"a":1})",
      "[Triage] act answers: done",
      "[Triage] calls toSales({})",
      "[Triage] toSales answers: {"assistant":"Sales"}",
      "[Triage] hands off to Sales",
      "[Sales] gpt-5.4 says: Buy more!",
    ]
  `);
});

it("writes the same lines while it streams", async () => {
  const lines: string[] = [];
  const swarm = new Swarm({ client: scriptedClient(["Two\n lines."]) });
  const debug = (line: string): number => lines.push(line);
  await collected(swarm.run({ agent: sales, messages, stream: true, debug }));
  expect(lines).toEqual(["[Sales] gpt-5.4 says: Two ⏎ lines."]);
});

it("writes of calls that are not executed, and of context variables", async () => {
  const lines: string[] = [];
  const note = tool({
    name: "note",
    execute: () => new Result({ contextVariables: { noted: ["tea"] } }),
  });
  const run = { agent: new Agent({ functions: [note] }), messages };
  const debug = (line: string): number => lines.push(line);
  const client = scriptedClient([calls("note"), calls("note")]);
  const swarm = new Swarm({ client });
  await swarm.run({ ...run, debug, maxTurns: 1 });
  await swarm.run({ ...run, debug, executeTools: false });
  expect(lines).toMatchInlineSnapshot(`
    [
      "[Agent] gpt-5.4 says: nothing",
      "[Agent] calls note({})",
      "[Agent] note answers: ",
      "[Agent] context variables: {"noted":["tea"]}",
      "[Agent] is not asked again: the limit is 1 completion a turn",
      "[Agent] gpt-5.4 says: nothing",
      "[Agent] calls note({}), which is not executed",
    ]
  `);
});

afterEach(() => vi.restoreAllMocks());

it("writes the lines to stderr where debug is true", async () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const swarm = new Swarm({ client: scriptedClient(["Hello.", "Hello."]) });
  await swarm.run({ agent: sales, messages, debug: true });
  expect(written.mock.calls).toEqual([["[Sales] gpt-5.4 says: Hello.\n"]]);
  await swarm.run({ agent: sales, messages });
  expect(written).toHaveBeenCalledTimes(1);
});

it("makes an OpenAI client from the environment where it is given none, on first use", async () => {
  vi.stubEnv("OPENAI_API_KEY", undefined);
  const swarm = new Swarm();
  await expect(swarm.run({ agent: sales, messages })).rejects.toThrow(/OPENAI_API_KEY/);
  vi.unstubAllEnvs();
});

it("keeps no state between runs", async () => {
  const swarm = new Swarm({ client: scriptedClient([calls("toSales"), "Buy!", "Hello."]) });
  await swarm.run({ agent: triage, messages });
  const second = await swarm.run({ agent: triage, messages });
  expect(second).toMatchObject({ agent: triage, messages: [{ sender: "Triage" }] });
});

it("plays several runs at once without mixing them", async () => {
  const client = scriptedClient(
    Array.from(
      { length: 20 },
      () => (request) => `Reply to ${String(request.messages.at(-1)?.content)}`,
    ),
  );
  const swarm = new Swarm({ client });
  const said = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const asked = [{ role: "user", content: String(index) }];
      return (await swarm.run({ agent: sales, messages: asked })).messages[0]?.content;
    }),
  );
  expect(said).toEqual(Array.from({ length: 20 }, (_, index) => `Reply to ${index}`));
});
