import { expect, it } from "vitest";
import { z } from "zod";
import { Agent, AgentError, functionToJson, tool } from "../../../src/index.ts";
import { play } from "../play.ts";

it("describes a tool by its zod schema", () => {
  const getWeather = tool({
    name: "getWeather",
    description: "The weather of a city.",
    parameters: z.object({
      city: z.string().describe("In English"),
      unit: z.enum(["c", "f"]).default("c"),
    }),
    execute: () => "sunny",
  });
  expect(functionToJson(getWeather)).toEqual({
    type: "function",
    function: {
      name: "getWeather",
      description: "The weather of a city.",
      parameters: {
        type: "object",
        properties: {
          city: { type: "string", description: "In English" },
          unit: { type: "string", enum: ["c", "f"], default: "c" },
        },
        required: ["city"],
      },
    },
  });
});

it("describes a tool by the JSON Schema that it was given", () => {
  const parameters = { type: "object", properties: { city: { type: "string" } } } as const;
  const schema = functionToJson(tool({ name: "getWeather", parameters, execute: () => "sunny" }));
  expect(schema.function.parameters).toBe(parameters);
});

it("describes a tool without parameters as one that takes an empty object", () => {
  expect(functionToJson(tool({ name: "now", execute: () => "noon" }))).toEqual({
    type: "function",
    function: { name: "now", parameters: { type: "object", properties: {} } },
  });
});

it("sends tools of one schema under their own names and descriptions", async () => {
  const functions = [
    tool({ name: "open", execute: () => "" }),
    tool({ name: "close", description: "Closes.", execute: () => "" }),
  ];
  const { requests } = await play(new Agent({ functions }), ["Done."]);
  expect(requests[0]?.tools?.map((each) => each.function)).toMatchObject([
    { name: "open" },
    { name: "close", description: "Closes." },
  ]);
});

it.each<[string, object, string]>([
  [
    "without a name",
    {},
    'tool() needs a name that a model can call it by, such as "getWeather"; it was given undefined. Chat Completions allows letters, digits, _ and -, at most 64.',
  ],
  [
    "with a name that Chat Completions refuses",
    { name: "get weather" },
    'tool() needs a name that a model can call it by, such as "getWeather"; it was given "get weather". Chat Completions allows letters, digits, _ and -, at most 64.',
  ],
  [
    "whose schema is not an object",
    { name: "act", parameters: { type: "string" } },
    'The parameters of tool act are of type "string"; a model sends one object, so use {"type":"object","properties":{…}} or z.object({…}).',
  ],
  [
    "whose zod schema is not an object",
    { name: "act", parameters: z.array(z.string()) },
    'The parameters of tool act are of type "array"; a model sends one object, so use {"type":"object","properties":{…}} or z.object({…}).',
  ],
  [
    "whose schema cannot be told to a model",
    {
      name: "act",
      parameters: { "~standard": { vendor: "oldlib", validate: () => ({ value: 1 }) } },
    },
    "The parameters of tool act are a oldlib schema that cannot give a JSON Schema. Use zod 4.2 or newer, another library with Standard JSON Schema, or a plain JSON Schema.",
  ],
  [
    "with a zod type that JSON has no word for",
    { name: "act", parameters: z.object({ at: z.date() }) },
    "The parameters of tool act have no JSON Schema: Date cannot be represented in JSON Schema. Describe them by what JSON knows; a date, say, as z.iso.datetime().",
  ],
])("refuses a tool %s", (_, options, message) => {
  expect(() => tool({ execute: () => "", ...options } as never)).toThrow(new TypeError(message));
});

it.each<[string, unknown[], string]>([
  [
    "a function that was used before its definition",
    [undefined],
    "Clerk failed: An agent's functions hold undefined (a function used before its definition?); each must be a function or a tool({ name, parameters, execute }).",
  ],
  [
    "what is not a function",
    [{ name: "act" }],
    'Clerk failed: An agent\'s functions hold {"name":"act"}; each must be a function or a tool({ name, parameters, execute }).',
  ],
  [
    "two functions of one name",
    [tool({ name: "act", execute: () => 1 }), function act() {}],
    "Clerk failed: two of its functions are called act, and a model could not tell them apart. Rename one of them.",
  ],
])("says whose fault it is where an agent's functions hold %s", async (_, functions, message) => {
  const agent = new Agent({ name: "Clerk" });
  agent.functions = functions as never;
  const failure = await play(agent, []).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AgentError);
  expect(failure).toMatchObject({ message, agent: "Clerk" });
});
