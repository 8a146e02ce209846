import type { OpenAI } from "openai";
import { expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import {
  Agent,
  Result,
  scriptedClient,
  Swarm,
  tool,
  type ContextVariables,
  type JsonSchema,
  type Message,
  type Response,
  type StreamEvent,
} from "../../src/index.ts";

// What a user writes in strict TypeScript, without a cast. The compiler is the judge of most of it.

type Customer = { name: string; orders: string[] };

it("takes plain functions with types of their own, context variables among them", () => {
  function refund(itemId: string, reason = "NOT SPECIFIED"): string {
    return `${itemId}: ${reason}`;
  }
  async function orders(contextVariables: Customer, limit?: number): Promise<string[]> {
    return contextVariables.orders.slice(0, limit);
  }
  const agent = new Agent({
    functions: [refund, orders, () => agent],
    instructions: ({ name }: Customer) => `You serve ${name}.`,
  });
  agent.functions.push((contextVariables: Customer) => new Result({ contextVariables }));
  agent.instructions = async ({ name }) => `You serve ${name}.`;
  expect(agent.functions).toHaveLength(4);
});

it("infers a tool's arguments from its zod schema", () => {
  const order = tool({
    name: "order",
    parameters: z.object({
      item: z.string(),
      amount: z.coerce.number().default(1),
      cabin: z.enum(["economy", "business"]).optional(),
    }),
    execute(args, { contextVariables, signal }) {
      expectTypeOf(args).toEqualTypeOf<{
        item: string;
        amount: number;
        cabin?: "economy" | "business" | undefined;
      }>();
      expectTypeOf(contextVariables).toEqualTypeOf<ContextVariables>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal | undefined>();
    },
  });
  expect(order.name).toBe("order");
});

it("infers a tool's arguments from its JSON Schema, as far as it is literal", () => {
  const order = tool({
    name: "order",
    parameters: {
      type: "object",
      properties: {
        item: { type: "string" },
        amount: { type: "integer" },
        cabin: { enum: ["economy", "business"] },
        seats: { type: "array", items: { type: ["number", "null"] } },
        passenger: {
          anyOf: [
            { type: "object", properties: { id: { const: 7 } }, required: ["id"] },
            { type: "null" },
          ],
        },
        other: { $ref: "#/properties/item" },
      },
      required: ["item", "passenger"],
    },
    execute(args) {
      expectTypeOf(args).toEqualTypeOf<{
        item: string;
        amount?: number | undefined;
        cabin?: "economy" | "business" | undefined;
        seats?: (number | null)[] | undefined;
        passenger: { id: 7 } | null;
        other?: unknown;
      }>();
    },
  });
  expect(order.name).toBe("order");
});

it("gives a tool of an unknown schema, or of none, a record of unknown values", () => {
  const execute = (args: Record<string, unknown>): string[] => Object.keys(args);
  const parameters: JsonSchema = { type: "object", properties: { item: { type: "string" } } };
  tool({
    name: "order",
    parameters,
    execute: (args) => {
      expectTypeOf(args).toEqualTypeOf<Record<string, unknown>>();
      return execute(args);
    },
  });
  const bare = tool({ name: "order", execute });
  const typed = tool({ name: "order", parameters, execute: ({ item }: { item?: string }) => item });
  expect([bare.parameters, typed.parameters]).toEqual([
    { type: "object", properties: {} },
    parameters,
  ]);
});

it("takes the SDK's messages and gives back what they can be joined with", async () => {
  const swarm = new Swarm({ client: scriptedClient(["Hello.", "Bye."]) });
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "Hi" }];
  const contextVariables: Customer = { name: "John", orders: [] };
  const signal = undefined as AbortSignal | undefined;
  const first = await swarm.run({ agent: new Agent(), messages, contextVariables, signal });
  expectTypeOf(first).toEqualTypeOf<Response>();
  expectTypeOf(first.messages).toEqualTypeOf<Message[]>();
  const second = await swarm.run({
    ...first,
    messages: [...messages, ...first.messages, { role: "user", content: "Bye" }],
  });
  const content = second.messages.at(-1)?.content;
  expect(typeof content === "string" ? content.toUpperCase() : content).toBe("BYE.");
});

it("tells the events of a stream apart", async () => {
  const swarm = new Swarm({ client: scriptedClient(["Hello."]) });
  const run = swarm.run({ agent: new Agent({ name: "Clerk" }), messages: [], stream: true });
  expectTypeOf(run).toEqualTypeOf<AsyncIterable<StreamEvent>>();
  let said = "";
  for await (const event of run) {
    if ("delim" in event) said += event.delim === "start" ? "<" : ">";
    else if ("response" in event) said += event.response.agent.name;
    else if (typeof event.content === "string") said += event.content;
  }
  expect(said).toBe("<Hello.>Clerk");
});
