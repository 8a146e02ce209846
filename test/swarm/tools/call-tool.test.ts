import { expect, it } from "vitest";
import { Agent, Result, tool, type AgentFunction } from "../../../src/index.ts";
import { answerOf, answers, calls, play } from "../play.ts";

function returning(value: unknown): AgentFunction {
  return tool({ name: "act", execute: () => value });
}

async function* asyncGenerator() {
  yield "a";
  yield "b";
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
  ["a Map as an object", new Map([["a", new Set([1, 2])]]), '{"a":[1,2]}'],
  ["a Map whose keys are no texts as pairs", new Map([[7, "A7"]]), '[[7,"A7"]]'],
  ["a Set as a list", new Set(["a", { b: 1n }]), '["a",{"b":"1"}]'],
  ["what a generator gives as a list", [1, 2].values(), "[1,2]"],
  ["what an asynchronous generator gives", asyncGenerator(), '["a","b"]'],
  ["bytes that come one by one as text", new Blob(["sun", "ny"]).stream(), "sunny"],
  ["a Response as its body", new Response('{"a":1}', { status: 404 }), '{"a":1}'],
  ["headers as an object", new Headers({ a: "b" }), '{"a":"b"}'],
  [
    "an error in an object by its words",
    { cause: new RangeError("far") },
    '{"cause":"RangeError: far"}',
  ],
  ["a pattern as it is written", { pattern: /a+/i }, '{"pattern":"/a+/i"}'],
  ["typed numbers as a list", new Uint8Array([1, 2]), "[1,2]"],
  ["a function by its name", Math.max, "[function max]"],
  ["a symbol by its words", Symbol("a"), "Symbol(a)"],
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
  [
    "an object that is thrown",
    () => {
      throw { code: 42 }; // oxlint-disable-line no-throw-literal
    },
    '{"code":42}',
  ],
  [
    "a thing that is thrown and no JSON",
    () => {
      const cyclic: Record<string, unknown> = {};
      cyclic["self"] = cyclic;
      throw cyclic;
    },
    "Object",
  ],
  ["an error that is returned", () => new Error("No such flight"), "No such flight"],
  [
    "an error in a Result",
    () => new Result({ value: new Error("No such flight") }),
    "No such flight",
  ],
  [
    "a generator without an end",
    function* () {
      for (;;) yield 1;
    },
    "It gave more than 10000 items, one after the other.",
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

it.each([
  ['{"id":2512292042121000001}', "id is 2512292042121000001"],
  ['{"ids":[{"id":-9007199254740993}]}', "id is -9007199254740993"],
  ['{"id":1e400}', "id is 1e400"],
])("refuses numbers that JavaScript would bend, and keeps their text: %s", async (text, number) => {
  let called = false;
  const act = tool({ name: "act", execute: () => (called = true) });
  const played = await play(new Agent({ functions: [act] }), [calls(["act", text]), "Done."]);
  expect(answers(played)).toEqual([
    `Error: The arguments of act hold a number that would not stay the same: ${number}. Send it as a string.`,
  ]);
  expect(called).toBe(false);
  expect(played.steps).toContainEqual(
    expect.objectContaining({ type: "tool_call", arguments: text }),
  );
  expect(played.steps).toContainEqual(expect.objectContaining({ failure: "unusable_arguments" }));
});

it.each(['{"id":9007199254740991}', '{"id":"2512292042121000001"}', '{"id":1.5e3,"b":0.1}'])(
  "takes numbers as they are: %s",
  async (text) => {
    const { content } = await answerOf(echo, text);
    expect(JSON.parse(String(content))).toEqual(JSON.parse(text));
  },
);
