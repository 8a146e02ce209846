import { expect, it } from "vitest";
import * as v from "valibot";
import { z } from "zod";
import { tool, type AgentFunction, type JsonSchema } from "../../../src/index.ts";
import type { StandardSchema } from "../../../src/json/standard-schema.ts";
import { answerOf } from "../play.ts";

const echo = tool({ name: "act", execute: (args) => args });

it.each([["null"], ["[1]"], ['"Seoul"'], ["3"]])(
  "tells the model that %s is not an object of arguments",
  async (text) => {
    const { content } = await answerOf(echo, text);
    expect(content).toBe(
      `Error: The arguments of act do not fit its schema. Expected an object, got ${text}.`,
    );
  },
);

const booking = {
  type: "object",
  properties: {
    flight: { type: "string", pattern: "^[A-Z]{2}\\d+$" },
    seats: { type: "integer", minimum: 1 },
    cabin: { enum: ["economy", "business"] },
    bags: {
      type: "array",
      items: { type: "object", properties: { kg: { type: "number" } }, required: ["kg"] },
    },
    version: { const: 2 },
    payer: { $ref: "#/$defs/person" },
    leaves: { type: "string", format: "date-time" },
    mail: { type: "string", format: "email" },
    when: { anyOf: [{ type: "string" }, { type: "null" }] },
    pay: {
      anyOf: [
        { type: "number" },
        { type: "object", properties: { card: { type: "string" } } },
        { enum: ["cash"] },
      ],
    },
    route: { type: "array", prefixItems: [{ type: "string" }], items: false },
  },
  required: ["flight", "seats"],
  additionalProperties: false,
  $defs: { person: { type: "object", properties: { name: { type: ["string", "null"] } } } },
} as const;

const booked = { flight: "KE1", seats: 2 };

it.each<[string, object, string]>([
  ["a missing argument", { flight: "KE1" }, "seats is missing."],
  ["several missing arguments, each once", {}, "flight is missing. seats is missing."],
  [
    "an argument of another type",
    { flight: "KE1", seats: "two" },
    'seats must be integer, not "two".',
  ],
  [
    "a value that is not allowed",
    { flight: "KE1", seats: 1, cabin: "roof" },
    'cabin must be one of "economy", "business", not "roof".',
  ],
  ["a value that is not the only one", { ...booked, version: 3 }, "version must be 2, not 3."],
  ["an argument that nobody asked for", { ...booked, meal: "fish" }, "meal is not allowed."],
  [
    "a wrong value deep inside",
    { ...booked, bags: [{ kg: 1 }, { kg: "heavy" }] },
    'bags.1.kg must be number, not "heavy".',
  ],
  ["a missing value deep inside", { ...booked, bags: [{}] }, "bags.0.kg is missing."],
  [
    "a wrong value behind a reference",
    { ...booked, payer: { name: 3, "a/b": 1 } },
    "payer.name must be string or null, not 3.",
  ],
  [
    "a value that fits no alternative",
    { ...booked, when: 3 },
    "when must be string or null, not 3.",
  ],
  [
    "a value that fits one alternative but in what it is made of",
    { ...booked, pay: { card: 3 } },
    'pay fits none of its alternatives. pay.card must be string, not 3. pay must be one of "cash", not {"card":3}.',
  ],
  [
    "a text that is not a date",
    { ...booked, leaves: "soon" },
    'leaves must be date and time as in "2025-01-31T09:00:00Z", not "soon".',
  ],
  [
    "a text of another format",
    { ...booked, mail: "nobody" },
    'mail must be of the format email, not "nobody".',
  ],
  ["an item too many", { ...booked, route: ["ICN", "JFK"] }, "route.1 is not allowed."],
  [
    "several at once",
    { flight: "1", seats: 0 },
    'flight must match ^[A-Z]{2}\\d+$, unlike "1". seats: 0 is less than 1.',
  ],
  [
    "a value too long to repeat",
    { ...booked, seats: "x".repeat(200) },
    `seats must be integer, not "${"x".repeat(79)}….`,
  ],
])("tells the model of %s, by JSON Schema", async (_, args, problems) => {
  let called = false;
  const act = tool({ name: "act", parameters: booking, execute: () => (called = true) });
  expect((await answerOf(act, args)).content).toBe(
    `Error: The arguments of act do not fit its schema. ${problems}`,
  );
  expect(called).toBe(false);
});

it("passes on arguments that fit the JSON Schema", async () => {
  const act = tool({ name: "act", parameters: booking, execute: (args) => args });
  const args = { flight: "KE1", seats: 2, cabin: "business", bags: [{ kg: 20 }] };
  expect((await answerOf(act, args)).content).toBe(JSON.stringify(args));
});

const order = z.object({
  item: z.string(),
  amount: z.coerce.number().int().positive().default(1),
  when: z.iso
    .date()
    .transform((day) => new Date(day).getUTCFullYear())
    .optional(),
});

it("hands a tool what its zod schema makes of the arguments", async () => {
  const act = tool({
    name: "act",
    parameters: order,
    execute: ({ item, amount, when }) => `${amount + 1} ${item.toUpperCase()} ${when}`,
  });
  expect((await answerOf(act, { item: "tea", amount: "2", when: "2031-05-06" })).content).toBe(
    "3 TEA 2031",
  );
  expect((await answerOf(act, { item: "tea" })).content).toBe("2 TEA undefined");
});

it("tells the model of what zod refuses, by path", async () => {
  const act = tool({
    name: "act",
    parameters: z.object({ lines: z.array(order), note: z.string() }),
    execute: () => "done",
  });
  expect((await answerOf(act, { lines: [{ item: 3, amount: -1 }] })).content).toBe(
    "Error: The arguments of act do not fit its schema. " +
      "lines.0.item: Invalid input: expected string, received number. " +
      "lines.0.amount: Too small: expected number to be >0. " +
      "note: Invalid input: expected string, received undefined.",
  );
});

it("waits for a schema that validates asynchronously", async () => {
  const act = tool({
    name: "act",
    parameters: z.object({
      code: z.string().refine(async (code) => code === "ok", "unknown code"),
    }),
    execute: ({ code }) => code,
  });
  expect((await answerOf(act, { code: "ok" })).content).toBe("ok");
  expect((await answerOf(act, { code: "no" })).error).toContain("code: unknown code");
});

/** Finds homes. */
function act(city: string, maxPrice?: number, sort = "price") {
  return JSON.stringify([city, maxPrice, sort]);
}

const byJson = {
  type: "object",
  properties: {
    city: { type: "string" },
    maxPrice: { type: "number" },
    near: { type: "object", properties: { km: { type: "number" } } },
    note: { type: ["string", "null"] },
  },
  required: ["city"],
} as const;
const byZod = z.object({
  city: z.string(),
  maxPrice: z.number().optional(),
  near: z.object({ km: z.number().default(5) }).optional(),
  note: z.string().nullish(),
});
const byValibot = v.object({
  city: v.string(),
  maxPrice: v.optional(v.number()),
  near: v.optional(v.object({ km: v.optional(v.number(), 5) })),
  note: v.nullish(v.string()),
});

function echoing(parameters: StandardSchema | JsonSchema): AgentFunction {
  return tool({ name: "act", parameters, execute: (args) => args });
}

const nulls = { city: "Oslo", maxPrice: null, near: { km: null }, note: null };

it.each<[string, AgentFunction, string]>([
  ["a function", act, '["Oslo",null,"price"]'],
  ["JSON Schema", echoing(byJson), '{"city":"Oslo","near":{},"note":null}'],
  ["zod", echoing(byZod), '{"city":"Oslo","near":{"km":5},"note":null}'],
  ["valibot", echoing(byValibot), '{"city":"Oslo","near":{"km":5},"note":null}'],
])("takes null as not given where %s would do without", async (_, callable, content) => {
  const args = callable === act ? { city: "Oslo", maxPrice: null, sort: null } : nulls;
  expect(await answerOf(callable, args)).toEqual({ content, error: undefined });
});

it("refuses null where a value is needed, and says what else is wrong", async () => {
  const act = tool({ name: "act", parameters: byJson, execute: () => "done" });
  const args = { city: null, maxPrice: null, near: "here" };
  expect((await answerOf(act, args)).content).toBe(
    'Error: The arguments of act do not fit its schema. city must be string, not null. near must be object, not "here".',
  );
});
