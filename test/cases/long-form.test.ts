import { expect, it } from "vitest";
import { casesIn, problemsIn } from "../support/case-file.ts";

it("fills in the defaults of a case", async () => {
  expect(await casesIn([{ id: "a", turns: [{ user: "Hi", expect: { agent: "Triage" } }] }]))
    .toMatchInlineSnapshot(`
    [
      {
        "context_variables": {},
        "id": "a",
        "messages": [],
        "only": false,
        "skip": false,
        "tags": [],
        "turns": [
          {
            "expect": {
              "agent": "Triage",
            },
            "user": "Hi",
          },
        ],
      },
    ]
  `);
});

it("reads a case of one turn, whose last agent may be said either way", async () => {
  const [one] = await casesIn([
    { id: "a", user: "Hi", expect: { agent: "Triage", final_agent: "Triage", tool_calls: [] } },
  ]);
  expect(one).toMatchObject({
    turns: [{ user: "Hi", expect: { agent: "Triage", tool_calls: { mode: "exact", calls: [] } } }],
    expect: { final_agent: "Triage" },
  });
  const [other] = await casesIn([{ id: "a", user: "Hi", expect: { final_agent: "Triage" } }]);
  expect(other?.turns).toEqual([{ user: "Hi" }]);
});

it("writes out what may be said in short", async () => {
  const [{ expect: written } = {}] = await casesIn([
    {
      id: "a",
      turns: [{ user: "Hi" }],
      expect: {
        tool_calls: ["book", { name: "cancel", arguments: { id: { $any: true } } }],
        handoffs: ["Sales"],
        output: { contains: "yes", not_contains: ["no"], judge: "It is kind." },
      },
    },
  ]);
  expect(written).toEqual({
    tool_calls: {
      mode: "exact",
      calls: [{ name: "book" }, { name: "cancel", arguments: { id: { $any: true } } }],
    },
    handoffs: { mode: "exact", route: ["Sales"] },
    output: { contains: ["yes"], not_contains: ["no"], judge: { rubric: "It is kind.", votes: 1 } },
  });
});

it("keeps all that a case may say", async () => {
  const said = {
    id: "refund-refused",
    tags: ["refund"],
    agent: "Sales",
    context_variables: { customer: { name: "John" } },
    messages: [
      { role: "user", content: "Hello" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: "book", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "1", content: "booked" },
      { role: "assistant", content: null, function_call: { name: "book", arguments: "{}" } },
      { role: "function", name: "book", content: "booked" },
    ],
    turns: [
      {
        user: [
          { type: "text", text: "See:" },
          { type: "image_url", image_url: { url: "data:," } },
        ],
        expect: { output: { regex: "^Y" } },
      },
    ],
    expect: {
      tool_calls: { mode: "subset", calls: [{ name: "book", agent: "Sales", error: true }] },
      not_called: ["escalate"],
      handoffs: { mode: "in_order", route: ["Sales"], never: [["Sales", "Refunds"]], max: 3 },
      final_agent: "Sales",
      context_variables: { a: { $unchanged: true } },
      state: { $unchanged: true },
      max_model_calls: 4,
      max_tokens: 1000,
      max_cost: 0.01,
      max_latency_ms: 2500.5,
    },
    model_override: "gpt-5.4-mini",
    max_turns: 5,
    execute_tools: false,
    stream: true,
    trials: 3,
    skip: "waits for a fix",
    only: true,
  };
  expect(await casesIn([said])).toEqual([said]);
});

it.each(["^$", "^(?!.*sorry)", "^[^x]*$", "ok?"])(
  "keeps a pattern that some reply is without, or may be: %s",
  async (regex) => {
    const output = { regex };
    expect(await problemsIn([{ id: "a", user: "Hi", expect: { output } }])).toBe("");
  },
);

it("skips blank lines, and reads a last line that does not end", async () => {
  const line = '{"id":"a","user":"Hi","expect":{"tool_calls":[]}}';
  expect(await casesIn(`\n  \n${line}\n\n${line.replace('"a"', '"b"')}`)).toHaveLength(2);
  expect(await casesIn("")).toEqual([]);
  expect(await casesIn("\n\n")).toEqual([]);
});

it("reads lines that are longer than a part of the file, and characters that lie across two parts", async () => {
  const lines = Array.from({ length: 40 }, (_, index) => ({
    id: `case-${index}`,
    user: "환불해 주세요 ✈️".repeat(1000 + 777 * index),
    expect: { tool_calls: [] },
  }));
  const read = await casesIn(lines);
  expect(read.map(({ turns }) => turns[0]?.user)).toEqual(lines.map(({ user }) => user));
});
