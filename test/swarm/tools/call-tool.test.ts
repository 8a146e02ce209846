import { expect, it } from "vitest";
import { Agent, Result, tool, type AgentFunction } from "../../../src/index.ts";
import { answerOf, answers, calls, play } from "../play.ts";

function returning(value: unknown): AgentFunction {
  return tool({ name: "act", execute: () => value });
}

it.each<[string, unknown, string]>([
  ["a string as it is", "plain", "plain"],
  ["an empty string as it is", "", ""],
  ["null as nothing", null, ""],
  ["undefined as nothing", undefined, ""],
  ["a number as JSON", 1.5, "1.5"],
  ["a boolean as JSON", false, "false"],
  ["an object as JSON", { a: [1, "b", null] }, '{"a":[1,"b",null]}'],
  ["a list as JSON", ["a"], '["a"]'],
  ["a date as JSON", new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ["a bigint by its digits", 12n, "12"],
  ["what a promise resolves to", Promise.resolve({ late: true }), '{"late":true}'],
  ["a Result's value, cast alike", new Result({ value: { a: 1 } }), '{"a":1}'],
  ["a Result without a value as nothing", new Result(), ""],
  ["a Result's null as nothing", new Result({ value: null }), ""],
])("returns %s", async (_, value, content) => {
  expect(await answerOf(returning(value))).toEqual({ content, error: undefined });
});

it.each<[string, () => unknown, string]>([
  [
    "an error that is thrown",
    () => {
      throw new Error("No such flight");
    },
    "No such flight",
  ],
  [
    "an error without words",
    () => {
      throw new RangeError();
    },
    "RangeError",
  ],
  ["a rejection", () => Promise.reject(new RangeError("Too far")), "Too far"],
  [
    "something else that is thrown",
    () => {
      // A tool may come from code that does.
      throw "no luck"; // oxlint-disable-line no-throw-literal
    },
    "no luck",
  ],
])("tells the model of %s and goes on", async (_, execute, error) => {
  const answer = await answerOf(tool({ name: "act", execute }));
  expect(answer).toEqual({ content: `Error: ${error}`, error });
});

it("tells the model of a value that is not JSON", async () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  expect((await answerOf(returning(cyclic))).error).toContain("circular");
});

it("tells the model that there is no such tool, and goes on", async () => {
  const played = await play(new Agent({ name: "Clerk" }), [calls(["ghost", { a: 1 }]), "Sorry."]);
  expect(answers(played)).toEqual(["Error: Tool ghost not found."]);
  expect(played.response.messages.at(-1)?.content).toBe("Sorry.");
  expect(played.steps).toContainEqual(
    expect.objectContaining({
      type: "tool_call",
      name: "ghost",
      arguments: { a: 1 },
      executed: true,
    }),
  );
});

const echo = tool({ name: "act", execute: (args) => args });

it.each([
  ["no text at all", "", "{}"],
  ["only spaces", " \n", "{}"],
  ["an empty object", "{}", "{}"],
  ["an object", '{"a":[1,{"b":null}]}', '{"a":[1,{"b":null}]}'],
])("takes %s as arguments", async (_, text, content) => {
  expect(await answerOf(echo, text)).toEqual({ content, error: undefined });
});

it("tells the model of arguments that are no JSON, and keeps their text", async () => {
  const agent = new Agent({ name: "Clerk", functions: [echo] });
  const played = await play(agent, [calls(["act", '{"a":']), calls(["act", { a: 1 }]), "Done."]);
  expect(answers(played)).toEqual([
    expect.stringMatching(/^Error: The arguments of act are not valid JSON: /),
    '{"a":1}',
  ]);
  expect(played.steps).toContainEqual(
    expect.objectContaining({ type: "tool_call", arguments: '{"a":' }),
  );
});

it("runs the calls of a message one after the other, in the order given", async () => {
  const order: string[] = [];
  const slow = tool({
    name: "slow",
    execute: async () => {
      order.push("slow begins");
      for (let hop = 0; hop < 10; hop++) await Promise.resolve();
      order.push("slow ends");
    },
  });
  const fast = tool({ name: "fast", execute: () => void order.push("fast") });
  await play(new Agent({ functions: [fast, slow] }), [calls("slow", "fast"), "Done."]);
  expect(order).toEqual(["slow begins", "slow ends", "fast"]);
});
