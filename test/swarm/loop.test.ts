import { expect, it } from "vitest";
import { Agent, Result, Swarm, tool, type RunOptions } from "../../src/index.ts";
import { calls, play } from "./play.ts";

let executed = 0;
const act = tool({ name: "act", execute: () => `done ${++executed}` });
const agent = new Agent({ name: "Clerk", functions: [act] });

it("ends at the first reply that calls no tool, and returns only the new messages", async () => {
  const { response } = await play(agent, [calls("act"), "All done."]);
  expect(response.messages.map(({ role }) => role)).toEqual(["assistant", "tool", "assistant"]);
  expect(response.agent).toBe(agent);
});

it.each([
  ["nothing at all", 0, 0, []],
  ["one completion and its calls, however many", 1, 1, ["assistant", "tool", "tool", "tool"]],
  [
    "two completions and their calls",
    2,
    2,
    ["assistant", "tool", "tool", "tool", "assistant", "tool", "tool", "tool"],
  ],
  ["no more than the model wants", 9, 3, expect.arrayContaining(["assistant", "tool"])],
])("with maxTurns takes %s", async (_, maxTurns, completions, roles) => {
  const script = [calls("act", "act", "act"), calls("act", "act", "act"), "Done."];
  const played = await play(agent, script.slice(0, completions), { maxTurns });
  expect(played.requests).toHaveLength(completions);
  expect(played.response.messages.map(({ role }) => role)).toEqual(roles);
});

it("with executeTools false returns the calls and runs none", async () => {
  executed = 0;
  const played = await play(agent, [calls("act", "ghost")], { executeTools: false });
  expect(executed).toBe(0);
  expect(played.response.messages).toEqual([
    expect.objectContaining({ role: "assistant", sender: "Clerk" }),
  ]);
  expect(played.steps).toMatchObject([
    { type: "reply" },
    { type: "tool_call", name: "act", executed: false },
    { type: "tool_call", name: "ghost", executed: false },
  ]);
});

it("tells of each step in its order, with who was active", async () => {
  executed = 0;
  const { steps, requests } = await play(agent, [
    { content: "Let me see.", toolCalls: [{ name: "act", arguments: { now: true }, id: "abc" }] },
    { content: "Done.", usage: { prompt_tokens: 10, completion_tokens: 2 } },
  ]);
  const call = {
    id: "abc",
    type: "function",
    function: { name: "act", arguments: '{"now":true}' },
  };
  expect(steps).toEqual([
    {
      type: "reply",
      agent: "Clerk",
      model: "gpt-5.4",
      message: { role: "assistant", content: "Let me see.", tool_calls: [call] },
      sent: requests[0],
      usage: undefined,
      finishReason: "tool_calls",
    },
    {
      type: "tool_call",
      agent: "Clerk",
      id: "abc",
      name: "act",
      arguments: { now: true },
      executed: true,
    },
    {
      type: "tool_result",
      agent: "Clerk",
      id: "abc",
      name: "act",
      content: "done 1",
      error: undefined,
    },
    {
      type: "reply",
      agent: "Clerk",
      model: "gpt-5.4",
      message: { role: "assistant", content: "Done." },
      sent: requests[1],
      usage: { prompt_tokens: 10, completion_tokens: 2, cached_tokens: 0 },
      finishReason: "stop",
    },
  ]);
});

it("throws what the client throws, as it is", async () => {
  const outage = new Error("503 Service Unavailable");
  await expect(play(agent, [calls("act"), outage])).rejects.toBe(outage);
});

it.each<[string, object, string]>([
  [
    "without an agent",
    { messages: [] },
    "A run needs an agent to begin with: { agent: new Agent({ … }), messages }.",
  ],
  [
    "without messages",
    { agent },
    'A run needs the conversation so far as a list: { agent, messages: [{ role: "user", content: "…" }] }.',
  ],
  [
    "with a maxTurns that is not a number of turns",
    { agent, messages: [], maxTurns: NaN },
    "maxTurns counts completions, from 0; it was given NaN.",
  ],
  [
    "with options in the spelling of Python",
    { agent, messages: [], context_variables: {} },
    "A run has no context_variables: in TypeScript it is written contextVariables.",
  ],
])("refuses a run %s", async (_, options, message) => {
  const run = new Swarm().run(options as RunOptions & { stream?: false });
  await expect(run).rejects.toThrow(new TypeError(message));
});

it("refuses agents and results in the spelling of Python", () => {
  const options: object = { tool_choice: "auto" };
  expect(() => new Agent(options)).toThrow(
    "An agent has no tool_choice: in TypeScript it is written toolChoice.",
  );
  const changes: object = { context_variables: {} };
  expect(() => new Result(changes)).toThrow(
    "A result has no context_variables: in TypeScript it is written contextVariables.",
  );
});
