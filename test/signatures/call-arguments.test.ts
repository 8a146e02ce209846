import { describe, expect, it } from "vitest";
import { callArguments, holdsDates } from "../../src/signatures/schema/call-arguments.ts";
import type { JsonSchema, Signature } from "../../src/signatures/schema/signature.ts";

const date = { type: "string", format: "date-time" };
const context = { customer: "John" };

function signature(
  parameters: Readonly<Record<string, JsonSchema>>,
  rest: Partial<Signature> = {},
): Signature {
  return {
    name: "tool",
    description: undefined,
    parameters: Object.entries(parameters).map(([name, schema]) => ({
      name,
      schema,
      required: true,
      dates: holdsDates(schema),
    })),
    call: "positional",
    contextVariables: undefined,
    ...rest,
  };
}

describe("arguments are passed", () => {
  const three = { a: {}, b: {}, c: {} };

  it.each<[string, Partial<Signature>, Record<string, unknown>, unknown[]]>([
    ["in the function's order", {}, { c: 3, b: 2, a: 1 }, [1, 2, 3]],
    ["with gaps for what the model left out", {}, { b: null }, [undefined, null, undefined]],
    ["without what is not a parameter", {}, { a: 1, d: 4 }, [1, undefined, undefined]],
    [
      "behind the context variables",
      { contextVariables: 0 },
      { a: 1, b: 2, c: 3 },
      [context, 1, 2, 3],
    ],
    [
      "around the context variables",
      { contextVariables: 2 },
      { c: 3 },
      [undefined, undefined, context, 3],
    ],
    ["as one object", { call: "object" }, { a: 1, d: 4 }, [{ a: 1 }]],
    [
      "as one object with the context variables in it",
      { call: "object", contextVariables: "property" },
      { a: 1 },
      [{ a: 1, contextVariables: context }],
    ],
    [
      "as one object beside the context variables",
      { call: "object", contextVariables: 0 },
      { a: 1 },
      [context, { a: 1 }],
    ],
  ])("%s", (_, rest, given, expected) => {
    expect(callArguments(signature(three, rest), given, context)).toEqual(expected);
  });

  it("without taking what every object has for an argument", () => {
    expect(callArguments(signature({ constructor: {}, toString: {} }), {}, context)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("date-time strings become Dates", () => {
  const text = "2025-01-31T09:00:00Z";
  const at = new Date(text);

  it.each<[string, JsonSchema, unknown, unknown]>([
    ["on their own", date, text, at],
    ["or null", { anyOf: [date, { type: "null" }] }, null, null],
    ["beside null", { anyOf: [date, { type: "null" }] }, text, at],
    ["in arrays", { type: "array", items: date }, [text], [at]],
    [
      "in tuples",
      { type: "array", prefixItems: [{ type: "string" }, date], items: {} },
      [text, text],
      [text, at],
    ],
    [
      "in objects",
      { type: "object", properties: { at: date, note: { type: "string" } } },
      { at: text, note: text },
      { at, note: text },
    ],
    ["in records", { type: "object", additionalProperties: date }, { a: text }, { a: at }],
    [
      "and stay strings when no Date is expected",
      { type: "object", properties: { at: date } },
      { other: text },
      { other: text },
    ],
    ["and a value of another type stays too", date, 5, 5],
  ])("%s", (_, schema, given, expected) => {
    expect(callArguments(signature({ a: schema }), { a: given }, context)).toEqual([expected]);
  });

  it("and a missing one is passed over", () => {
    expect(callArguments(signature({ a: date }), {}, context)).toEqual([undefined]);
  });

  it("and one that is not a date is refused", () => {
    expect(() =>
      callArguments(signature({ a: date }), { a: "tomorrow" }, context),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: "tomorrow" is not a date; expected date and time as in "2025-01-31T09:00:00Z"]`,
    );
  });
});
