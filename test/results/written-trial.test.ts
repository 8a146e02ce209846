import { expect, it } from "vitest";
import type { TrialResult } from "../../src/results/result.ts";
import { CASE } from "../../src/results/rules.ts";
import { readTrial } from "../../src/results/read-trial.ts";
import { written, writtenTrial } from "../../src/results/written-trial.ts";
import type { FunctionCall, Step, TrajectoryStep } from "../../src/trajectory/trajectory.ts";
import { calls, trial, turn } from "../reports/results.ts";

const call = (text: string, more: object = {}): FunctionCall => ({
  id: "c1",
  type: "function",
  function: { name: "look", arguments: text },
  ...more,
});

/** A trial in which the agent calls a tool and answers. */
function made(
  called: FunctionCall,
  parts: { message?: object; result?: object } = {},
): TrialResult {
  const { name, arguments: text } = called.function;
  const args = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  })();
  const steps: Step[] = [
    { type: "user", agent: "A", content: [{ type: "text", text: "Hi!" }, { type: "image_url" }] },
    {
      type: "reply",
      agent: "A",
      model: "gpt-5.4",
      message: { role: "assistant", content: null, tool_calls: [called], ...parts.message },
      usage: { prompt_tokens: 10, completion_tokens: 5, cached_tokens: 4 },
      cost: 0.001,
      finishReason: "tool_calls",
    },
    { type: "tool_call", agent: "A", id: called.id, name, arguments: args, executed: true },
    {
      type: "tool_result",
      agent: "A",
      id: called.id,
      name,
      content: "found",
      error: undefined,
      ...parts.result,
    },
    { type: "context_change", agent: "A", changes: { seen: true } },
    { type: "handoff", agent: "A", to: "B" },
    {
      type: "reply",
      agent: "B",
      model: "o3",
      message: { role: "assistant", content: "Done." },
      usage: undefined,
      cost: undefined,
      finishReason: "length",
    },
  ];
  const spending = {
    "gpt-5.4": {
      calls: 1,
      usage: { prompt_tokens: 10, completion_tokens: 5, cached_tokens: 4 },
      cost: 0.001,
    },
    o3: { calls: 1, usage: null, cost: null },
  };
  const placed = steps.map((step, at): TrajectoryStep => ({ ...step, turn: 1, at }));
  return { ...trial(), steps: placed, spending };
}

const kept = (whole: TrialResult): unknown =>
  readTrial(JSON.parse(JSON.stringify(writtenTrial(whole))) as Record<string, unknown>);

it.each<[string, TrialResult]>([
  ["as we would write them", made(call('{"order":7}'))],
  ["with spaces", made(call('{ "order": 7 }'))],
  ["with a number that no double holds", made(call('{"order":12345678901234567890}'))],
  ["that are not JSON", made(call("{"))],
  ["that are empty", made(call(""))],
  ["that are a text", made(call('"seven"'))],
  ["with a field of the provider", made(call("{}", { extra_content: { signature: "s" } }))],
  ["in a message with fields of the provider", made(call("{}"), { message: { reasoning: "…" } })],
  ["in a message that refuses", made(call("{}"), { message: { refusal: "No." } })],
  ["that crashed", made(call("{}"), { result: { error: "x", failure: "crashed" } })],
  ["that hand off", made(call("{}"), { result: { to: "B" } })],
])("keeps all that is known of calls %s", (_, whole) => {
  expect(kept(whole)).toEqual(whole);
});

it.each([
  ["of another agent", "Expert", "e1", "search"],
  ["of the same agent, as it may be asked by itself", "A", "e1", "search"],
  ["without an id, as those of old", "Expert", undefined, "look"],
])("keeps apart the calls that stand within a call: %s", (_, agent, id, name) => {
  const whole = made(call("{}"));
  const [user, reply, made1, answer, ...rest] = whole.steps as [
    TrajectoryStep,
    TrajectoryStep & { readonly type: "reply" },
    TrajectoryStep,
    TrajectoryStep,
    ...TrajectoryStep[],
  ];
  const second = { id: "c2", type: "function", function: { name: "look", arguments: "{}" } };
  const message = { ...reply.message, tool_calls: [call("{}"), second as FunctionCall] };
  const plain = { role: "assistant" as const, content: "Found." };
  const within = [
    { ...made1, agent, id, name },
    { ...answer, agent, id, name },
    { ...reply, agent, message: plain, finishReason: "stop" },
  ] as TrajectoryStep[];
  const steps = [
    user,
    { ...reply, message },
    made1,
    ...within,
    answer,
    { ...made1, id: "c2" } as TrajectoryStep,
    { ...answer, id: "c2" } as TrajectoryStep,
    ...rest,
  ];
  expect((kept({ ...whole, steps }) as TrialResult).steps).toEqual(steps);
});

it("keeps calls that a run did not come to, and those that it was told not to execute", () => {
  const whole = made(call("{}"));
  const cutShort = { ...whole, steps: whole.steps.slice(0, 2), spending: {} };
  expect((kept(cutShort) as TrialResult).steps).toEqual(cutShort.steps);
  const unexecuted = whole.steps
    .slice(0, 3)
    .map((step) => (step.type === "tool_call" ? { ...step, executed: false } : step));
  expect((kept({ ...whole, steps: unexecuted }) as TrialResult).steps).toEqual(unexecuted);
});

it.each<[string, object, string | undefined, unknown]>([
  [
    "a custom call",
    { tool_calls: [{ id: "c1", type: "custom", custom: { name: "look", input: '{"a": 1}' } }] },
    "c1",
    '{"a": 1}',
  ],
  [
    "a function_call of old",
    { function_call: { name: "look", arguments: '{ "a": 1 }' } },
    undefined,
    { a: 1 },
  ],
])("keeps all that is known of %s, in a file that follows the rules", (_, message, id, args) => {
  const made: readonly Step[] = [
    { type: "user", agent: "A", content: "Hi!" },
    {
      type: "reply",
      agent: "A",
      model: "gpt-5.4",
      message: { role: "assistant", content: null, ...message },
      usage: undefined,
      cost: undefined,
      finishReason: "tool_calls",
    },
    { type: "tool_call", agent: "A", id, name: "look", arguments: args, executed: true },
    { type: "tool_result", agent: "A", id, name: "look", content: "found", error: undefined },
  ];
  const steps = made.map((step, at): TrajectoryStep => ({ ...step, turn: 1, at }));
  const whole = {
    ...trial(),
    steps,
    spending: { "gpt-5.4": { calls: 1, usage: null, cost: null } },
  };
  expect(kept(whole)).toEqual(whole);
  const inFile: unknown = JSON.parse(JSON.stringify(writtenTrial(whole)));
  const file = { id: "look", tags: [], line: 1, verdict: "passed", trials: [inFile] };
  expect(CASE[2](file)).toEqual([]);
});

it("writes what scripts read, made from the steps", () => {
  expect(writtenTrial(made(call('{"order":7}')))).toMatchObject({
    turns: [
      {
        agent: "B",
        messages: [
          { role: "assistant", content: null, sender: "A", tool_calls: [call('{"order":7}')] },
          { role: "tool", tool_call_id: "c1", content: "found", tool_name: "look" },
          { role: "assistant", content: "Done.", sender: "B" },
        ],
      },
    ],
    handoffs: [{ turn: 1, from: "A", to: "B" }],
    tool_calls: [
      { turn: 1, agent: "A", name: "look", arguments: { order: 7 }, result: "found", error: null },
    ],
  });
});

it("keeps nothing of what happened where that is too large to be written and read", () => {
  const content = "x".repeat(16e6);
  const deeds = Array.from({ length: 5 }, () => calls("Desk", "look", { answer: content }));
  const large = trial({ turns: [turn("Look!", ...deeds)] });
  const { result, text } = written(large);
  expect(result).toMatchObject({ verdict: "errored", steps: [], usage: large.usage });
  expect(result.error?.message).toContain("it has more than 128 MB");
  expect(readTrial(JSON.parse(text.toString()) as Record<string, unknown>).error).toEqual(
    result.error,
  );
});
