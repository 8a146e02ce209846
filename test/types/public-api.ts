// What users write against the package as it is packed, in strict TypeScript and without a cast. scripts/check-types.ts
// has it compiled by the compilers that are promised to work. Nothing of it is run.
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import { OpenAI } from "openai";
import {
  Agent,
  defineCases,
  defineChecks,
  defineConfig,
  registerSchemas,
  Result,
  runDemoLoop,
  scriptedClient,
  Swarm,
  tool,
  type Assembly,
  type ChatClient,
  type ContextVariables,
  type CustomChecks,
  type FactoryInput,
  type ToolScope,
} from "swarm-eval";
import { swarmEval as buildPlugin } from "swarm-eval/vite";
import { swarmEval } from "swarm-eval/vitest";
import * as v from "valibot";
import { z } from "zod";
import { z as z3 } from "zod-3";

interface Customer {
  name: string;
  orders: string[];
}

declare const customer: Customer;
declare const maybe: undefined;
declare function needsText(text: string): void;
declare function needsNumber(number: number): void;

// Two agents may hand over to each other, and context variables be an interface.
const desk = new Agent({
  name: "Desk",
  instructions: ({ name }: Customer) => `You serve ${name}.`,
  functions: [transferToClerk, listOrders],
});
const clerk = new Agent({ functions: [transferToDesk, listOrders] });
function transferToClerk() {
  return clerk;
}
function transferToDesk() {
  return desk;
}
function listOrders(contextVariables: Customer, limit = 3) {
  return contextVariables.orders.slice(0, limit);
}
desk.instructions = async ({ name }: Customer) => `You serve ${name}.`;
desk.functions.push(() => new Result({ agent: desk, contextVariables: customer }));
// @ts-expect-error Instructions are text.
new Agent({ instructions: () => 7 });
// @ts-expect-error There is no such option.
new Agent({ instruction: "Serve." });

// What may be left out may be undefined.
new Agent({
  name: maybe,
  model: maybe,
  instructions: maybe,
  functions: maybe,
  toolChoice: maybe,
  parallelToolCalls: maybe,
  request: { temperature: maybe, top_k: maybe },
  client: maybe,
  api: maybe,
});
new Agent({ request: maybe });
new Result({ value: maybe, agent: maybe, contextVariables: maybe });
new Swarm({ client: maybe });
void runDemoLoop(desk, {
  stream: maybe,
  contextVariables: maybe,
  debug: maybe,
  modelOverride: maybe,
  client: maybe,
  input: maybe,
  output: maybe,
  signal: maybe,
});
tool({ name: "now", description: maybe, parameters: maybe, execute: () => "noon" });
scriptedClient([
  { content: maybe, toolCalls: [{ name: "now", arguments: maybe, id: maybe }], usage: maybe },
]);
defineConfig({
  suites: [{ name: maybe, cases: "a.jsonl", agents: maybe }],
  modelOverride: maybe,
  client: { baseURL: maybe, timeout: maybe },
  variants: {
    small: { model: maybe, api: maybe, request: maybe, maxRetries: maybe },
    cool: { request: { temperature: maybe, reasoning_effort: maybe } },
  },
  request: { temperature: maybe },
  judge: maybe,
  prices: { house: { input: 1, output: 2, cachedInput: maybe } },
  root: maybe,
});
// @ts-expect-error It is a number.
defineConfig({ request: { temperature: "0" } });
// @ts-expect-error There is no such key.
defineConfig({ suite: "a.jsonl" });

export async function runs(): Promise<void> {
  const swarm = new Swarm({ client: new OpenAI() });
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "Hi!" }];
  const options = {
    agent: desk,
    messages,
    contextVariables: customer,
    modelOverride: maybe,
    maxTurns: maybe,
    executeTools: maybe,
    debug: maybe,
    signal: maybe,
  };
  const response = await swarm.run({ ...options, stream: maybe });
  needsText(response.agent.name);
  // @ts-expect-error Nobody knows what tools have put there.
  needsText(response.contextVariables["name"]);
  for await (const event of swarm.run({ ...options, stream: true }))
    if ("response" in event) needsText(event.response.agent.name);
}

// Arguments are what the schema says, whoever's it is.
tool({
  name: "book",
  parameters: {
    type: "object",
    properties: {
      city: { type: "string" },
      days: { type: "integer" },
      unit: { enum: ["c", "f"] },
      guests: {
        type: "array",
        items: { type: "object", properties: { age: { type: "number" } }, required: ["age"] },
      },
    },
    required: ["city"],
  },
  execute({ city, days, unit, guests = [] }, { contextVariables }: ToolScope<Customer>) {
    needsText(city);
    needsText(contextVariables.name);
    needsNumber(guests[0]!.age);
    const exact: "c" | "f" | undefined = unit;
    // @ts-expect-error It may be left out.
    needsNumber(days);
    // @ts-expect-error It is one of two.
    const wrong: "k" | undefined = unit;
    return [exact, wrong];
  },
});
tool({
  name: "pay",
  parameters: { type: "object", properties: { sum: { type: "number" } } },
  // @ts-expect-error The schema has no such property.
  execute: ({ amount }) => amount,
});
declare const unknownSchema: { [keyword: string]: unknown };
tool({
  name: "book",
  parameters: unknownSchema,
  execute(args, { contextVariables }) {
    const seen: [Record<string, unknown>, ContextVariables] = [args, contextVariables];
    // @ts-expect-error Nothing is known of it.
    needsText(args["city"]);
    return seen;
  },
});
tool({
  name: "zod4",
  parameters: z.object({ city: z.string(), days: z.number().default(1) }),
  execute: ({ city, days }) => [needsText(city), needsNumber(days)],
});
tool({
  name: "zod3",
  parameters: z3.object({ city: z3.string(), days: z3.number().default(1) }),
  execute: ({ city, days }) => [needsText(city), needsNumber(days)],
});
tool({
  name: "valibot",
  parameters: v.object({ city: v.string(), days: v.optional(v.number(), 1) }),
  execute: ({ city, days }) => [needsText(city), needsNumber(days)],
});
tool({
  name: "valibotStandard",
  parameters: toStandardJsonSchema(v.object({ city: v.string() })),
  // @ts-expect-error It is a text.
  execute: ({ city }) => [needsText(city), needsNumber(city)],
});
tool({
  name: "arktype",
  parameters: type({ city: "string", days: "number = 1" }),
  execute: ({ city, days }) => [needsText(city), needsNumber(days)],
});

// A factory, as an agents module exports it.
export default function assembly({ id, trial }: FactoryInput): Assembly {
  return { agent: desk, agents: maybe, state: maybe ?? (() => ({ id, trial })) };
}

// The world of a case is what the module's schema says.
const worldSchema = z.object({ orders: z.array(z.string()) });
export function shop({ world }: FactoryInput<z.infer<typeof worldSchema>>): Agent {
  // @ts-expect-error There is no such property.
  needsText(world.order);
  needsText(world.orders[0]!);
  return desk;
}

needsText(swarmEval().name);
buildPlugin({ include: maybe });
registerSchemas({
  Desk: {
    find: { description: maybe, parameters: [], call: "positional", contextVariables: maybe },
  },
});
declare const completions: ChatClient["chat"];
new Swarm({ client: { chat: completions, responses: maybe } });

// Checks know what they look at and what they are given, by a schema or by their own type.
const checks = defineChecks({
  short: ({ replies }) => replies.every((text) => text.length < 80),
  polite: async ({ calls, turn }, { least }: { least: number }) => {
    needsText(calls[0]?.name ?? "");
    return { passed: turn === null, score: least, reason: "It says so." };
  },
  measured: {
    with: z.object({ unit: z.string() }),
    check: (_, { unit }) => ({ score: unit.length }),
  },
  chosen: { with: v.object({ unit: v.string() }), check: (_, { unit }) => unit === "ms" },
  typed: { with: type({ unit: "string" }), check: ({ id }, { unit }) => id === unit },
});
defineConfig({ checks });
// @ts-expect-error A check says whether it holds.
defineChecks({ short: () => "yes" });
// @ts-expect-error There is no such part of a conversation.
defineChecks({ short: ({ answers }) => answers.length > 0 });
defineChecks({
  // @ts-expect-error The schema gives a text.
  measured: { with: z.object({ unit: z.string() }), check: (_, { unit }) => needsNumber(unit) },
});

// Cases, with any names.
defineCases([
  { id: "a", user: "Hi!", expect: { agent: "Desk", tool_calls: ["listOrders"], check: "short" } },
  {
    id: "b",
    turns: [{ user: "Hi!", expect: { tool_calls: [{ name: "listOrders", result: ["A7"] }] } }],
    expect: { handoffs: { max: 1 }, check: [{ name: "polite" }] },
  },
]);
// @ts-expect-error A case has an id.
defineCases([{ user: "Hi!", expect: { tool_calls: [] } }]);
// @ts-expect-error There is no such expectation.
defineCases([{ id: "a", user: "Hi!", expect: { tools_called: [] } }]);

// With the names of agents, tools and checks, a wrong one does not compile.
interface Names {
  agents: "Desk" | "Clerk";
  tools: "listOrders" | "transferToClerk";
  checks: typeof checks & typeof typedChecks;
}
// What functions are given is kept by `satisfies`.
const typedChecks = {
  brief: ({ replies }, { most }: { most: number }) => replies.join("").length <= most,
} satisfies CustomChecks;
defineConfig({ checks: typedChecks });
defineCases<Names>([
  {
    id: "a",
    agent: "Desk",
    faults: [
      { tool: "listOrders", give: { slow: 100 } },
      { model_call: 2, give: 429 },
    ],
    turns: [
      {
        user: "Hi!",
        expect: {
          tool_calls: {
            mode: "in_order",
            calls: ["transferToClerk", { name: "listOrders", agent: "Clerk" }],
          },
          handoffs: ["Clerk"],
          check: [
            "short",
            { name: "polite", with: { least: 1 } },
            { name: "brief", with: { most: 80 } },
            { name: "measured", with: { unit: "ms" } },
          ],
        },
      },
    ],
    expect: {
      final_agent: "Clerk",
      not_called: ["listOrders"],
      handoffs: { never: [["Clerk", "Desk"]] },
    },
  },
]);
// @ts-expect-error No such agent.
defineCases<Names>([{ id: "a", user: "Hi!", expect: { agent: "Dsek" } }]);
// @ts-expect-error No such tool.
defineCases<Names>([{ id: "a", user: "Hi!", expect: { tool_calls: ["listOrder"] } }]);
// @ts-expect-error No such tool in a pattern.
defineCases<Names>([{ id: "a", user: "Hi!", expect: { tool_calls: [{ name: "listOrder" }] } }]);
const fault = { tool: "listOrder", give: "lost" } as const;
// @ts-expect-error No such tool in a fault.
defineCases<Names>([{ id: "a", user: "Hi!", faults: [fault], expect: { tool_calls: [] } }]);
// @ts-expect-error No such check.
defineCases<Names>([{ id: "a", user: "Hi!", expect: { check: "shrt" } }]);
const given = { name: "brief", with: { most: "1" } } as const;
// @ts-expect-error It is given a number.
defineCases<Names>([{ id: "a", user: "Hi!", expect: { check: given } }]);
